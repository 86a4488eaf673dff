import { createDispatcher } from '@/lib/dispatchers/create';
import { listDispatchers } from '@/lib/dispatchers/list';
import { route } from '@/lib/http/route';

export const GET = route(({ principal, query }) => listDispatchers(principal, query));
export const POST = route(async ({ principal, json, now }) => createDispatcher(principal, await json(), now));
