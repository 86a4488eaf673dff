import { deleteFunction as remove } from '@/db/functions';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { functionTarget } from '@/lib/delivery/breakers';
import { resourceUnknown } from '@/lib/errors/service-error';
import { serverContext } from '@/lib/server/context';

/** Removes a function; its waiting tasks will fail with that reason. @throws ServiceError 10, 16. */
export async function deleteFunction(principal: Principal, name: string): Promise<number> {
  requirePermission(principal, 'DELETE_TASK_FUNCTION');
  const removed = await remove(name);
  if (removed === 0) throw resourceUnknown('function', name);
  await serverContext().engine.forgetTarget(functionTarget(name));
  return removed;
}
