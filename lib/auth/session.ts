import type { AuditNote } from '@/db/audit';
import type { Actor } from '@/db/audit-context';
import { findToken, insertTokens, revokeToken } from '@/db/tokens';
import { cookieName, readCookie, setCookie } from './cookie';
import { hashSecret, mintToken } from './token-secret';

export const SESSION_IDLE_MS = 30 * 60_000;
export const SESSION_MAX_MS = 12 * 3_600_000;
const NAME = 'dispatchers-session';
const MAX_USER_AGENT_LENGTH = 256;

/** Where a sign-in comes from, by which people tell their sessions apart. */
export interface SignInPlace {
  address?: string | undefined;
  userAgent?: string | undefined;
}

/** Starts a session for a user; a sign-in is told by itself, another act tells of its own. @returns the cookie's value; only its hash is stored. */
export async function startSession(
  userId: string,
  now: number,
  place: SignInPlace = {},
  isSignIn = false,
): Promise<string> {
  const { address, userAgent } = place;
  const { secret, token } = mintToken({
    kind: 'session',
    userId,
    expiresAt: now + SESSION_IDLE_MS,
    ...(address === undefined ? {} : { address }),
    ...(userAgent === undefined ? {} : { userAgent: userAgent.slice(0, MAX_USER_AGENT_LENGTH) }),
  });
  await insertTokens([token], now, isSignIn ? signInNote(userId) : undefined);
  return secret;
}

/** What the audit log says of a sign-in, by whatever way. */
export function signInNote(userId: string, applicationId?: string): AuditNote {
  return { act: 'sign_in', actor: { ...asUser(userId), applicationId } };
}

function asUser(userId: string | undefined): Actor {
  return { kind: 'user', userId, applicationId: undefined };
}

/** Ends a session at once; an unknown one is no error. @param isSignOut when that is what was asked for. */
export async function endSession(secret: string, now: number, isSignOut = false): Promise<void> {
  const token = await findToken(hashSecret(secret));
  if (token?.kind !== 'session') return;
  const userId = token.user?.id;
  const note = { act: 'sign_out', actor: asUser(userId) };
  await revokeToken(token.id, 'session', now, isSignOut ? note : undefined);
}

/** The Set-Cookie value that keeps the session, or removes it when `secret` is undefined. */
export function sessionCookie(secret: string | undefined, secure: boolean): string {
  return setCookie(cookieName(NAME, secure), secret, SESSION_MAX_MS, secure);
}

/** The session's secret out of a Cookie header. */
export function readSessionCookie(header: string | null | undefined, secure: boolean): string | undefined {
  return readCookie(header, cookieName(NAME, secure));
}
