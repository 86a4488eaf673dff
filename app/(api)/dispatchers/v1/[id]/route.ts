import { deleteDispatcher } from '@/lib/dispatchers/delete';
import { updateDispatcher } from '@/lib/dispatchers/update';
import { route } from '@/lib/http/route';

export const PUT = route('PUT /dispatchers/v1/{id}', async ({ principal, id, json, headers, now }) => {
  await updateDispatcher(principal, id('id'), await json(), now, headers['if-unmodified-since']);
  return { affectedRecords: 1 };
});
export const DELETE = route('DELETE /dispatchers/v1/{id}', async ({ principal, id }) => {
  await deleteDispatcher(principal, id('id'));
  return { affectedRecords: 1 };
});
