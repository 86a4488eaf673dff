import { checkSources } from '@/lib/console/check-expressions';
import { route } from '@/lib/http/route';

export const POST = route('POST /api/v1/expressions/check', async ({ principal, json, now }) =>
  checkSources(principal, await json(), now),
);
