import { deleteDispatcher as remove } from '@/db/dispatchers';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown } from '@/lib/errors/service-error';
import { configurationChanged } from '@/lib/server/context';

/** Removes a dispatcher with its actions; runs under way are finished. @throws ServiceError 10, 16. */
export async function deleteDispatcher(principal: Principal, id: string): Promise<void> {
  requirePermission(principal, 'DELETE_DISPATCHERS');
  const removed = await remove(id);
  configurationChanged();
  if (removed === 0) throw resourceUnknown('dispatcher', id);
}
