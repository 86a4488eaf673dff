import { deleteUser as remove } from '@/db/user-changes';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown } from '@/lib/errors/service-error';
import { assertSomebodyElse, requireNotBeyond } from './rules';

/**
 * Removes a user; their sessions and tokens end with them, what they made stays.
 * @throws ServiceError 10 (they hold more than the caller), 16, 27 (oneself, the last administrator).
 */
export async function deleteUser(principal: Principal, id: string): Promise<void> {
  requirePermission(principal, 'MANAGE_USERS');
  const removed = await remove(id, (user) => {
    assertSomebodyElse(principal, id, 'delete themselves');
    requireNotBeyond(principal, user);
  });
  if (!removed) throw resourceUnknown('user', id);
}
