import { retryTask } from '@/lib/console/tasks';
import { route } from '@/lib/http/route';

export const POST = route('POST /api/v1/tasks/{id}/retry', ({ principal, id, now }) =>
  retryTask(principal, id('id'), now),
);
