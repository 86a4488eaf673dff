import { changeAction, removeAction } from '@/lib/dispatchers/actions';
import { route } from '@/lib/http/route';

export const PUT = route(async ({ principal, id, json, now }) => {
  await changeAction(principal, id('id'), id('actionId'), await json(), now);
  return { affectedRecords: 1 };
});
export const DELETE = route(async ({ principal, id, now }) => {
  await removeAction(principal, id('id'), id('actionId'), now);
  return { affectedRecords: 1 };
});
