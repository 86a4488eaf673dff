import { route } from '@/lib/http/route';
import { listRegions } from '@/lib/localizations/countries';

export const GET = route('GET /localizations/v1/countries/{country}/regions', async ({ params }) => ({
  data: listRegions(params.country ?? ''),
}));
