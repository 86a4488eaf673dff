import { deleteSource as remove } from '@/db/sources';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { DEFAULT_SOURCE } from './constants';

/**
 * Closes a webhook address: from now on its senders are refused. The events that came through it stay.
 * @returns how many were removed.
 * @throws ServiceError 10, 16, 27 (`default`, which every start would make again).
 */
export async function deleteSource(principal: Principal, name: string): Promise<number> {
  requirePermission(principal, 'MANAGE_SOURCES');
  if (name === DEFAULT_SOURCE) {
    throw new ServiceError(27, `The source '${name}' stays: to shut its senders out, give it a new secret`);
  }
  const removed = await remove(name);
  if (removed === 0) throw resourceUnknown('source', name);
  return removed;
}
