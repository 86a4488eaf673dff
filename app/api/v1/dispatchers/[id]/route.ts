import { replaceDispatcher } from '@/lib/dispatchers/update';
import { route } from '@/lib/http/route';

export const PUT = route('PUT /api/v1/dispatchers/{id}', async ({ principal, id, json, now }) =>
  replaceDispatcher(principal, id('id'), await json(), now),
);
