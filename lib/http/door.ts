import { authenticateRequest, isSecure } from '@/lib/auth/authenticate-request';
import { hasPermission, NOBODY, PermissionDenied, type Principal, requirePermission } from '@/lib/auth/principal';
import type { Permission } from '@/lib/auth/schema';
import { readSessionCookie } from '@/lib/auth/session';
import type { RoutePermission, SpecialPermission } from './registry/route-entry';

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Lets a caller through to a verb, or not, by what the registry says of the operation. The verb checks again: it is
 * also called by others than routes, and it alone knows the object's name.
 * @throws ServiceError 104, 107–110, 117, 118 (who is it?), 10 (may not).
 */
export async function admit(
  permission: RoutePermission,
  headers: Headers,
  method: string,
  now: number,
): Promise<Principal> {
  if (permission === 'public' || permission === 'consumer') return NOBODY;
  if (isSpecial(permission)) return admitSpecial(permission, () => authenticateRequest(headers, method, now), headers);
  const principal = await authenticateRequest(headers, method, now);
  if (permission === 'signedIn') return principal;
  for (const one of typeof permission === 'string' ? [permission] : permission) requirePermission(principal, one);
  return principal;
}

export function isSpecial(permission: RoutePermission): permission is SpecialPermission {
  return typeof permission === 'object' && 'or' in permission;
}

async function admitSpecial(
  { permission, or }: SpecialPermission,
  authenticate: () => Promise<Principal>,
  headers: Headers,
): Promise<Principal> {
  if (or === 'signature') return NOBODY;
  if (or === 'function') return hasCredentials(headers) ? authenticate() : NOBODY;
  const principal = await authenticate();
  if (!holdsAny(principal, permission))
    throw new PermissionDenied(principal, `The permission ${permission} is required`);
  return principal;
}

/** Cookies of other applications on this host are nobody's credentials. */
function hasCredentials(headers: Headers): boolean {
  return headers.authorization !== undefined || readSessionCookie(headers.cookie, isSecure()) !== undefined;
}

/** True with the permission, or with that for at least one name. */
function holdsAny(principal: Principal, permission: Permission): boolean {
  const prefix = `${permission}:`;
  return hasPermission(principal, permission) || [...principal.permissions].some((held) => held.startsWith(prefix));
}
