import { findToken, replacePasswordLink, revokeToken } from '@/db/tokens';
import { changeUser } from '@/db/user-changes';
import { clearSignInFailures, findUserById, type User } from '@/db/users';
import { assertGoodPassword } from '@/lib/auth/password-rules';
import { hashPassword } from '@/lib/auth/passwords';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { hashSecret, mintToken } from '@/lib/auth/token-secret';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { serverContext } from '@/lib/server/context';
import { requireNotBeyond } from './rules';
import type { ChosenPassword, PasswordLink } from './schema';

const LINK_MS = 24 * 3_600_000;

/**
 * A one-time link by which a user chooses a new password. Until it is used the old one stays good.
 * @throws ServiceError 10 (they hold more than the caller), 16, 27 (the user is disabled).
 */
export async function resetPassword(principal: Principal, id: string, now: number): Promise<PasswordLink> {
  requirePermission(principal, 'MANAGE_USERS');
  const user = await findUserById(id);
  if (!user) throw resourceUnknown('user', id);
  requireNotBeyond(principal, user);
  if (!user.enabled) throw new ServiceError(27, 'The user is disabled: enable them first');
  return createPasswordLink(id, now);
}

/** A new link; earlier ones stop working. The secret stands behind the `#`: no server and no log ever sees it. */
export async function createPasswordLink(userId: string, now: number): Promise<PasswordLink> {
  const expiresAt = now + LINK_MS;
  const { secret, token } = mintToken({ kind: 'password', userId, expiresAt });
  await replacePasswordLink(userId, token, now);
  return { url: `${serverContext().publicUrl}/set-password#${secret}`, expiresAt };
}

/**
 * Gives the password that was chosen by a link; whatever was got by the old one ends, and the link with it.
 * @throws ServiceError 15 (a bad password), 104 (a link that is unknown, used or too old).
 */
export async function choosePassword({ token: secret, password }: ChosenPassword, now: number): Promise<User> {
  const { id, user } = await readLink(secret, now);
  assertGoodPassword(password, user.email);
  const passwordHash = await hashPassword(password);
  // Used up by the first of several at once.
  const isFirst = await revokeToken(id, 'password', now);
  const changed = isFirst ? await changeUser(user.id, () => ({ passwordHash }), { now }) : undefined;
  if (!changed) throw badLink();
  // Who guesses at an account must not keep its owner out.
  await clearSignInFailures(`account:${user.email}`);
  return changed;
}

async function readLink(secret: string, now: number): Promise<{ id: string; user: User }> {
  const token = await findToken(hashSecret(secret));
  const usable = token?.kind === 'password' && token.revokedAt === null && (token.expiresAt ?? 0) > now;
  if (!usable || !token.user?.enabled) throw badLink();
  return { id: token.id, user: token.user };
}

function badLink(): ServiceError {
  return new ServiceError(104, 'This link is not valid any more: ask an administrator for a new one');
}
