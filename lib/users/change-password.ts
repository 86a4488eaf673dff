import { changeUser } from '@/db/user-changes';
import { clearSignInFailures } from '@/db/users';
import { isSecure } from '@/lib/auth/authenticate-request';
import { assertGoodPassword } from '@/lib/auth/password-rules';
import { hashPassword } from '@/lib/auth/passwords';
import type { Principal } from '@/lib/auth/principal';
import { type SignInPlace, sessionCookie, startSession } from '@/lib/auth/session';
import { type Origin, verifyCredentials } from '@/lib/auth/verify-credentials';
import { fieldFormat, ServiceError } from '@/lib/errors/service-error';
import { getUser } from './me';
import type { PasswordChange } from './schema';

/**
 * Changes the caller's own password. All that was got by the old one ends, in every browser; whoever came with a session
 * goes on with a new one.
 * @returns the Set-Cookie value of the new session; undefined for a caller with a token.
 * @throws ServiceError 15 (a wrong current password or a bad new one, at its field), 104, 211.
 */
export async function changeOwnPassword(
  principal: Principal,
  { currentPassword, newPassword }: PasswordChange,
  place: SignInPlace & { address: string },
  now: number,
): Promise<string | undefined> {
  const user = await getUser(principal);
  await verifyCurrent(user.email, currentPassword, { address: place.address, device: principal.tokenId }, now);
  assertGoodPassword(newPassword, user.email, 'newPassword');
  if (newPassword === currentPassword) throw fieldFormat([{ path: 'newPassword', message: 'is the current one' }]);
  const passwordHash = await hashPassword(newPassword);
  await changeUser(user.id, () => ({ passwordHash }), { now });
  await clearSignInFailures(`account:${user.email}`);
  if (principal.kind !== 'user') return undefined;
  return sessionCookie(await startSession(user.id, now, place), isSecure());
}

/** Guesses are slowed down as those of a sign-in: a session that was left open must not be a way to try them all. */
async function verifyCurrent(email: string, password: string, origin: Origin, now: number): Promise<void> {
  try {
    await verifyCredentials(email, password, origin, now);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 106) throw error;
    throw fieldFormat([{ path: 'currentPassword', message: 'is not your password' }]);
  }
}
