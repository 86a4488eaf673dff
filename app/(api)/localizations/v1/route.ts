import { toWirePage } from '@/lib/format/page';
import { route } from '@/lib/http/route';
import { listLocalizations, toWireLocalization } from '@/lib/localizations/read';
import { createLocalizations, deleteLocalizations, updateLocalizations } from '@/lib/localizations/write';

export const GET = route('GET /localizations/v1', async ({ query }) =>
  toWirePage(await listLocalizations(query), toWireLocalization),
);
export const POST = route('POST /localizations/v1', async ({ principal, json, now }) =>
  createLocalizations(principal, await json(), now),
);
export const PUT = route('PUT /localizations/v1', async ({ principal, json, now }) =>
  updateLocalizations(principal, await json(), now),
);
export const DELETE = route('DELETE /localizations/v1', async ({ principal, query }) => ({
  records_affected: await deleteLocalizations(principal, query),
}));
