import { route } from '@/lib/http/route';
import { retryRun } from '@/lib/runs/retry';

export const POST = route('POST /api/v1/runs/{id}/retry', ({ principal, id, now }) =>
  retryRun(principal, id('id'), now),
);
