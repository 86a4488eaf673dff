import { json, route } from '@/lib/http/route';

export const GET = route('GET /mail/v1/health', async () => json({}));
