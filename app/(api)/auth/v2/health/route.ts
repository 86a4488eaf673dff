import { json, route } from '@/lib/http/route';

export const GET = route('GET /auth/v2/health', async () => json({}));
