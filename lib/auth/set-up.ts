import { findToken, insertTokens, revokeSetUpTokens } from '@/db/tokens';
import { hasUsers, insertUser, type User } from '@/db/users';
import { ServiceError } from '@/lib/errors/service-error';
import { assertGoodPassword } from './password-rules';
import { hashPassword } from './passwords';
import type { SetUpInput } from './schema';
import { hashSecret, mintToken } from './token-secret';

const SET_UP_MS = 24 * 3_600_000;

/** A new one-time secret for making the first administrator; earlier ones stop working. Good for a day. */
export async function createSetUpToken(now: number): Promise<string> {
  await revokeSetUpTokens(now);
  const { secret, token } = mintToken({ kind: 'set_up', expiresAt: now + SET_UP_MS });
  await insertTokens([token], now);
  return secret;
}

/**
 * Makes the first administrator.
 * @throws ServiceError 27 when a user exists already, 104 when the link is unknown, used or older than a day.
 */
export async function setUpFirstAdministrator(input: SetUpInput, now: number): Promise<User> {
  const token = await findToken(hashSecret(input.token));
  const usable = token?.kind === 'set_up' && token.revokedAt === null && (token.expiresAt ?? 0) > now;
  if (await hasUsers()) throw new ServiceError(27, 'The first administrator exists already: sign in');
  if (!usable) throw new ServiceError(104, 'This set-up link is not valid any more; a restart prints a new one');
  assertGoodPassword(input.password, input.email);
  const user = await createFirstAdministrator(input.email, input.password, now);
  if (!user) throw new ServiceError(27, 'The first administrator exists already: sign in');
  await revokeSetUpTokens(now);
  return user;
}

/** Makes the first user, an administrator. @returns undefined when there is a user already. */
export async function createFirstAdministrator(
  email: string,
  password: string,
  now: number,
): Promise<User | undefined> {
  const passwordHash = await hashPassword(password);
  return insertUser({ email, passwordHash, roles: ['Administrator'] }, { now, onlyIfFirst: true });
}
