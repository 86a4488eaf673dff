import { route } from '@/lib/http/route';
import { deleteSchedule } from '@/lib/schedules/delete';

export const DELETE = route('DELETE /tasks/v1/schedules/{id}', async ({ principal, id }) => {
  await deleteSchedule(principal, id('id'));
  return { affectedRecords: 1 };
});
