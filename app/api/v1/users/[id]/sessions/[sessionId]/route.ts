import { route } from '@/lib/http/route';
import { endSessionOf } from '@/lib/users/sessions';

export const DELETE = route('DELETE /api/v1/users/{id}/sessions/{sessionId}', async ({ principal, id, now }) => {
  await endSessionOf(principal, id('id'), id('sessionId'), now);
  return { affectedRecords: 1 };
});
