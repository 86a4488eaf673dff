import { listSessions as list, revokeSession, revokeSessions } from '@/db/tokens';
import { findUserById } from '@/db/users';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { getUser } from './me';
import { requireNotBeyond } from './rules';
import type { SessionView } from './schema';

/** The caller's own open sessions, the last used first. @throws ServiceError 104. */
export async function listOwnSessions(principal: Principal, now: number): Promise<SessionView[]> {
  const user = await getUser(principal);
  return view(user.id, principal, now);
}

/** Ends one of the caller's own sessions. @throws ServiceError 16, 104. */
export async function endOwnSession(principal: Principal, sessionId: string, now: number): Promise<void> {
  const user = await getUser(principal);
  if (!(await revokeSession(sessionId, user.id, now))) throw resourceUnknown('session', sessionId);
}

/** Ends all of the caller's sessions but the one of this request. @returns how many. @throws ServiceError 27, 104. */
export async function endOtherSessions(principal: Principal, now: number): Promise<number> {
  const user = await getUser(principal);
  if (principal.kind !== 'user')
    throw new ServiceError(27, 'Only a session has other sessions: sign in to the console');
  return revokeSessions(user.id, now, principal.tokenId);
}

/** The open sessions of a user. @throws ServiceError 10, 16. */
export async function listSessionsOf(principal: Principal, id: string, now: number): Promise<SessionView[]> {
  await requireManaged(principal, id);
  return view(id, principal, now);
}

/** Ends one session of a user. @throws ServiceError 10, 16. */
export async function endSessionOf(principal: Principal, id: string, sessionId: string, now: number): Promise<void> {
  await requireManaged(principal, id);
  if (!(await revokeSession(sessionId, id, now))) throw resourceUnknown('session', sessionId);
}

/** Ends all sessions of a user. @returns how many. @throws ServiceError 10, 16. */
export async function endSessionsOf(principal: Principal, id: string, now: number): Promise<number> {
  await requireManaged(principal, id);
  return revokeSessions(id, now);
}

async function requireManaged(principal: Principal, id: string): Promise<void> {
  requirePermission(principal, 'MANAGE_USERS');
  const user = await findUserById(id);
  if (!user) throw resourceUnknown('user', id);
  requireNotBeyond(principal, user);
}

async function view(userId: string, principal: Principal, now: number): Promise<SessionView[]> {
  const sessions = await list(userId, now);
  return sessions.map(({ id, address, userAgent, expiresAt, lastUsedAt, creationTimestamp }) => ({
    id,
    current: id === principal.tokenId,
    ...(address === null ? {} : { address }),
    ...(userAgent === null ? {} : { userAgent }),
    creationTimestamp,
    lastUsedAt: lastUsedAt ?? creationTimestamp,
    expiresAt: expiresAt ?? creationTimestamp,
  }));
}
