import { json, route } from '@/lib/http/route';

export const GET = route('GET /events/v1/health', async () => json({}));
