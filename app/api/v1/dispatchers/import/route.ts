import { importDispatchers } from '@/lib/dispatchers/import';
import { route } from '@/lib/http/route';

export const POST = route('POST /api/v1/dispatchers/import', async ({ principal, json, now }) =>
  importDispatchers(principal, await json(), now),
);
