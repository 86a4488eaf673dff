import { route } from '@/lib/http/route';
import { discardMatching } from '@/lib/undelivered/discard';

export const POST = route('POST /api/v1/tasks/discard', async ({ principal, json }) =>
  discardMatching(principal, 'task', await json()),
);
