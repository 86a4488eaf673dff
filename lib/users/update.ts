import { changeUser } from '@/db/user-changes';
import type { User } from '@/db/users';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown } from '@/lib/errors/service-error';
import { defined } from '@/lib/format/defined';
import { assertSomebodyElse, requireGrantable, requireNotBeyond, withFreeEmail } from './rules';
import type { UserUpdate, UserView } from './schema';
import { toUserView } from './view';

/**
 * Changes a user: what is absent from the input stays. New roles end their sessions, disabling ends all that they got by
 * their password.
 * @throws ServiceError 10 (they hold, or would hold, more than the caller), 15, 16, 17, 27 (oneself, the last administrator).
 */
export async function updateUser(principal: Principal, id: string, input: UserUpdate, now: number): Promise<UserView> {
  requirePermission(principal, 'MANAGE_USERS');
  const decide = (before: User) => {
    requireNotBeyond(principal, before);
    if (input.enabled === false) assertSomebodyElse(principal, id, 'disable themselves');
    if (input.roles && !sameRoles(input.roles, before.roles)) {
      assertSomebodyElse(principal, id, 'change their own roles');
      requireGrantable(principal, input.roles);
    }
    return { ...defined(input), ...(input.roles ? { roles: [...new Set(input.roles)] } : {}) };
  };
  const user = await withFreeEmail(input.email ?? '', () => changeUser(id, decide, { now }));
  if (!user) throw resourceUnknown('user', id);
  return toUserView(user);
}

function sameRoles(a: readonly string[], b: readonly string[]): boolean {
  return a.every((role) => b.includes(role)) && b.every((role) => a.includes(role));
}
