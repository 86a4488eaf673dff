import { route } from '@/lib/http/route';
import { retryMatchingRuns } from '@/lib/runs/retry';

export const POST = route('POST /api/v1/runs/retry', async ({ principal, json }) =>
  retryMatchingRuns(principal, await json()),
);
