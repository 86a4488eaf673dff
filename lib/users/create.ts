import { insertUser, NO_PASSWORD } from '@/db/users';
import { assertGoodPassword } from '@/lib/auth/password-rules';
import { hashPassword } from '@/lib/auth/passwords';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { defined } from '@/lib/format/defined';
import { createPasswordLink } from './password-link';
import { requireGrantable, withFreeEmail } from './rules';
import type { CreatedUser, UserInput } from './schema';
import { toUserView } from './view';

/**
 * Makes a user. Without a password in the input they choose one by a one-time link, which is answered this once.
 * @throws ServiceError 10 (also for a role that holds more than the caller), 15, 17.
 */
export async function createUser(principal: Principal, input: UserInput, now: number): Promise<CreatedUser> {
  requirePermission(principal, 'MANAGE_USERS');
  const { password, email, roles, ...details } = input;
  if (password !== undefined) assertGoodPassword(password, email);
  // Before the slow hash; the transaction looks again.
  requireGrantable(principal, roles);
  const passwordHash = password === undefined ? NO_PASSWORD : await hashPassword(password);
  const user = await withFreeEmail(email, () =>
    insertUser(
      { ...defined(details), email, passwordHash, roles: [...new Set(roles)] },
      { now, check: () => requireGrantable(principal, roles) },
    ),
  );
  if (!user) throw new Error('the user was not stored');
  const link = password === undefined ? { passwordLink: await createPasswordLink(user.id, now) } : {};
  return { user: toUserView(user), ...link };
}
