import { findToken, insertTokens } from '@/db/tokens';
import type { User } from '@/db/users';
import { isUsable } from './authenticate';
import { cookieName, readCookie, setCookie } from './cookie';
import { hashSecret, mintToken } from './token-secret';

const KNOWN_MS = 180 * 24 * 3_600_000;
const NAME = 'dispatchers-device';

/**
 * The browser that this person has signed in with before; undefined when it is another's, or none. Wrong passwords from it
 * are counted by themselves: whoever guesses elsewhere does not keep the person out.
 */
export async function findKnownDevice(
  cookies: string | undefined,
  email: string,
  secure: boolean,
  now: number,
): Promise<string | undefined> {
  const secret = readCookie(cookies, cookieName(NAME, secure));
  const token = secret === undefined ? undefined : await findToken(hashSecret(secret));
  if (token?.kind !== 'device' || token.user?.email !== email) return undefined;
  return isUsable(token) && (token.expiresAt ?? 0) > now ? token.id : undefined;
}

/** Remembers a browser after a sign-in. @returns the Set-Cookie value. It opens nothing. */
export async function rememberDevice(user: User, secure: boolean, now: number): Promise<string> {
  const { secret, token } = mintToken({ kind: 'device', userId: user.id, expiresAt: now + KNOWN_MS });
  await insertTokens([token], now);
  return setCookie(cookieName(NAME, secure), secret, KNOWN_MS, secure);
}
