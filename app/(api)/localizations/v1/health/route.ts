import { json, route } from '@/lib/http/route';

export const GET = route('GET /localizations/v1/health', async () => json({}));
