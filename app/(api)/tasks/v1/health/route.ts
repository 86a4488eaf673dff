import { json, route } from '@/lib/http/route';

export const GET = route('GET /tasks/v1/health', async () => json({}));
