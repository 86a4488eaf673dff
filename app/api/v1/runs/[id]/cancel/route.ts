import { route } from '@/lib/http/route';
import { cancelRun } from '@/lib/runs/cancel';

export const POST = route('POST /api/v1/runs/{id}/cancel', ({ principal, id, now }) =>
  cancelRun(principal, id('id'), now),
);
