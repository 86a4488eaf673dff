import { json, route } from '@/lib/http/route';

export const GET = route('GET /templates/v2/health', async () => json({}));
