import { route } from '@/lib/http/route';
import { endOwnSession } from '@/lib/users/sessions';

export const DELETE = route('DELETE /api/v1/me/sessions/{id}', async ({ principal, id, now }) => {
  await endOwnSession(principal, id('id'), now);
  return { affectedRecords: 1 };
});
