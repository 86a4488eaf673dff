import { restoreDispatcher } from '@/lib/dispatchers/restore';
import { route } from '@/lib/http/route';

export const POST = route('POST /api/v1/dispatchers/{id}/restore', ({ principal, id, now }) =>
  restoreDispatcher(principal, id('id'), now),
);
