import { route } from '@/lib/http/route';
import { viewLocalizationTable } from '@/lib/localizations/table';

export const GET = route('GET /api/v1/localizations', async ({ principal, query }) =>
  viewLocalizationTable(principal, new URLSearchParams(query)),
);
