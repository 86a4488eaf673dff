import { route } from '@/lib/http/route';
import { discardMatching } from '@/lib/undelivered/discard';

export const POST = route('POST /api/v1/runs/discard', async ({ principal, json }) =>
  discardMatching(principal, 'run', await json()),
);
