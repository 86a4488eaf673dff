import { cancelTask as cancel, findTask } from '@/db/tasks';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';

/** Cancels a task that has not started. @throws ServiceError 10, 16, 27 (it is not `new` any more). */
export async function cancelTask(principal: Principal, id: string, now: number): Promise<void> {
  requirePermission(principal, 'CANCEL_TASKS');
  if (await cancel(id, now)) return;
  const task = await findTask(id);
  if (!task) throw resourceUnknown('task', id);
  throw new ServiceError(27, `Only a task that is new can be canceled; this one is ${task.status}`);
}
