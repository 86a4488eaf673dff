import { route } from '@/lib/http/route';
import { listCountries } from '@/lib/localizations/countries';

export const GET = route('GET /localizations/v1/countries', async () => ({ data: listCountries() }));
