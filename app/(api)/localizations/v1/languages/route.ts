import { route } from '@/lib/http/route';
import { LANGUAGES } from '@/lib/localizations/read';

export const GET = route('GET /localizations/v1/languages', async () => ({ data: LANGUAGES }));
