import { cancelMatchingTasks } from '@/lib/console/change-tasks';
import { route } from '@/lib/http/route';

export const POST = route('POST /api/v1/tasks/cancel', async ({ principal, json }) =>
  cancelMatchingTasks(principal, await json()),
);
