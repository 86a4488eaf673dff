import { route } from '@/lib/http/route';
import { endSessionsOf, listSessionsOf } from '@/lib/users/sessions';

export const GET = route('GET /api/v1/users/{id}/sessions', ({ principal, id, now }) =>
  listSessionsOf(principal, id('id'), now),
);
export const DELETE = route('DELETE /api/v1/users/{id}/sessions', async ({ principal, id, now }) => ({
  affectedRecords: await endSessionsOf(principal, id('id'), now),
}));
