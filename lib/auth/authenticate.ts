import { permissionsOfRoles } from '@/db/roles';
import { findToken, type StoredToken, type TokenKind, touchToken } from '@/db/tokens';
import { ServiceError } from '@/lib/errors/service-error';
import { holds, type Principal } from './principal';
import type { ScopedPermission } from './schema';
import { SESSION_IDLE_MS, SESSION_MAX_MS } from './session';
import { hashSecret, isIntact } from './token-secret';

const TOUCH_INTERVAL_MS = 60_000;

/** The bearer token of an Authorization header, or undefined when it holds none. */
export function bearerToken(authorization: string | null | undefined): string | undefined {
  return /^Bearer ([A-Za-z0-9._~+/=-]{1,512})$/i.exec(authorization ?? '')?.[1];
}

/**
 * Who an API token or OAuth2 access token belongs to.
 * @throws ServiceError 117 (unknown, revoked, of a disabled user) or 118 (expired).
 */
export async function authenticateBearer(secret: string, now: number): Promise<Principal> {
  const token = isIntact(secret) ? await findToken(hashSecret(secret)) : undefined;
  const kinds: TokenKind[] = ['api', 'oauth2_access'];
  if (!token || !kinds.includes(token.kind) || !isUsable(token)) {
    throw new ServiceError(117, 'The access token is unknown or was revoked');
  }
  if (token.expiresAt !== null && token.expiresAt <= now) throw new ServiceError(118, 'The access token has expired');
  await touch(token, now);
  return toPrincipal(token);
}

/** Who a session cookie belongs to; undefined when it is of no use (any more). */
export async function authenticateSession(secret: string, now: number): Promise<Principal | undefined> {
  const token = await findToken(hashSecret(secret));
  if (token?.kind !== 'session' || !isUsable(token) || (token.expiresAt ?? 0) <= now) return undefined;
  await touch(token, now, Math.min(now + SESSION_IDLE_MS, token.creationTimestamp + SESSION_MAX_MS));
  return toPrincipal(token);
}

/**
 * Who a token of any kind belongs to now, without counting as its use: what stays open for long must not keep a session
 * alive. Undefined when it is of no use (any more).
 */
export async function peekPrincipal(secret: string, now: number): Promise<Principal | undefined> {
  const token = await findToken(hashSecret(secret));
  if (!token || !isUsable(token) || (token.expiresAt !== null && token.expiresAt <= now)) return undefined;
  return toPrincipal(token);
}

/** False for a token that was revoked, or whose user or application is disabled; expiry is another matter. */
export function isUsable(token: StoredToken): boolean {
  if (token.revokedAt !== null || token.applicationEnabled === false) return false;
  return token.user ? token.user.enabled : token.kind === 'api' && token.permissions !== null;
}

/** Notes that a token was used. */
export async function touch(token: StoredToken, now: number, expiresAt?: number): Promise<void> {
  if (now - (token.lastUsedAt ?? 0) >= TOUCH_INTERVAL_MS) await touchToken(token, now, expiresAt);
}

/** Roles count as they are now; a token with permissions of its own never has more than its user. */
export function toPrincipal(token: StoredToken): Principal {
  const ofRoles = new Set<ScopedPermission>(permissionsOfRoles(token.user?.roles ?? []));
  const own = token.permissions;
  const permissions = own === null ? ofRoles : own.filter((permission) => !token.user || holds(ofRoles, permission));
  return {
    kind: token.kind === 'session' ? 'user' : 'token',
    userId: token.user?.id,
    applicationId: token.applicationId ?? undefined,
    tokenId: token.id,
    permissions: new Set(permissions),
  };
}
