import { route } from '@/lib/http/route';
import { endOtherSessions, listOwnSessions } from '@/lib/users/sessions';

export const GET = route('GET /api/v1/me/sessions', ({ principal, now }) => listOwnSessions(principal, now));
export const DELETE = route('DELETE /api/v1/me/sessions', async ({ principal, now }) => ({
  affectedRecords: await endOtherSessions(principal, now),
}));
