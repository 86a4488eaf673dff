import { changeAction, removeAction } from '@/lib/dispatchers/actions';
import { route } from '@/lib/http/route';

export const PUT = route('PUT /dispatchers/v1/{id}/actions/{actionId}', async ({ principal, id, json, now }) => {
  await changeAction(principal, id('id'), id('actionId'), await json(), now);
  return { affectedRecords: 1 };
});
export const DELETE = route('DELETE /dispatchers/v1/{id}/actions/{actionId}', async ({ principal, id, now }) => {
  await removeAction(principal, id('id'), id('actionId'), now);
  return { affectedRecords: 1 };
});
