import { route } from '@/lib/http/route';
import { cancelMatchingRuns } from '@/lib/runs/cancel';

export const POST = route('POST /api/v1/runs/cancel', async ({ principal, json }) =>
  cancelMatchingRuns(principal, await json()),
);
