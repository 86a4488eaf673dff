import { route } from '@/lib/http/route';
import { cancelTask } from '@/lib/tasks/cancel';

export const POST = route('POST /tasks/v1/{id}/cancel', async ({ principal, id, now }) => {
  await cancelTask(principal, id('id'), now);
  return { affectedRecords: 1 };
});
