import { isUniqueViolation } from '@/db/client';
import { restoreDispatcher as restore } from '@/db/dispatcher-revisions';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { configurationChanged } from '@/lib/server/context';
import type { Dispatcher } from './schema';

/**
 * Brings a deleted dispatcher back, with its id and those of its actions. Events that came in meanwhile it did not hear.
 * @throws ServiceError 10, 16 (there never was one), 17 (its name was taken meanwhile), 27 (it is not deleted).
 */
export async function restoreDispatcher(principal: Principal, id: string, now: number): Promise<Dispatcher> {
  requirePermission(principal, 'CREATE_DISPATCHERS');
  try {
    const restored = await restore(id, now);
    if (restored === undefined) throw resourceUnknown('dispatcher', id);
    if (restored === 'there') throw new ServiceError(27, 'This dispatcher is not deleted');
    return restored;
  } catch (error) {
    throw isUniqueViolation(error) ? new ServiceError(17, 'Its name was given to another dispatcher meanwhile') : error;
  } finally {
    configurationChanged();
  }
}
