import { retryMatchingTasks } from '@/lib/console/change-tasks';
import { route } from '@/lib/http/route';

export const POST = route('POST /api/v1/tasks/retry', async ({ principal, json }) =>
  retryMatchingTasks(principal, await json()),
);
