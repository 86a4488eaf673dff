import { replaceDispatcher } from '@/lib/dispatchers/update';
import { route } from '@/lib/http/route';

export const PUT = route(async ({ principal, id, json, now }) =>
  replaceDispatcher(principal, id('id'), await json(), now),
);
