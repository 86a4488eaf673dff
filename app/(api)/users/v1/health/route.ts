import { json, route } from '@/lib/http/route';

export const GET = route('GET /users/v1/health', async () => json({}));
