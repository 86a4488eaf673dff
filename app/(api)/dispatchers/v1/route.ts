import { createDispatcher } from '@/lib/dispatchers/create';
import { listDispatchers } from '@/lib/dispatchers/list';
import { toWirePage } from '@/lib/format/page';
import { route } from '@/lib/http/route';

export const GET = route('GET /dispatchers/v1', async ({ principal, query }) =>
  toWirePage(await listDispatchers(principal, query), (dispatcher) => dispatcher),
);
export const POST = route('POST /dispatchers/v1', async ({ principal, json, now }) =>
  createDispatcher(principal, await json(), now),
);
