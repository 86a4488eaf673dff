import { deleteSchedule as remove } from '@/db/schedules';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown } from '@/lib/errors/service-error';

/** Removes a schedule; the tasks that it created stay. @throws ServiceError 10, 16. */
export async function deleteSchedule(principal: Principal, id: string): Promise<void> {
  requirePermission(principal, 'DELETE_TASK_SCHEDULE');
  if ((await remove(id)) === 0) throw resourceUnknown('schedule', id);
}
