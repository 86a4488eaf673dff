import { json, route } from '@/lib/http/route';

export const GET = route('GET /dispatchers/v1/health', async () => json({}));
