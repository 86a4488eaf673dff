import { createAction } from '@/lib/dispatchers/actions';
import { route } from '@/lib/http/route';

export const POST = route('POST /dispatchers/v1/{id}/actions', async ({ principal, id, json, now }) =>
  createAction(principal, id('id'), await json(), now),
);
