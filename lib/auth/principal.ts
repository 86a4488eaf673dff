import { ServiceError } from '@/lib/errors/service-error';
import type { Permission, ScopedPermission } from './schema';

/** Who calls: a signed-in user, a token, or the system itself. Verbs check it; routes only bring it along. */
export interface Principal {
  kind: 'user' | 'token' | 'system';
  userId: string | undefined;
  applicationId: string | undefined;
  /** The session or token that the request came with. */
  tokenId?: string;
  permissions: ReadonlySet<ScopedPermission>;
}

/** Error 10 for a caller who is known: the audit log tells of it. */
export class PermissionDenied extends ServiceError {
  readonly principal: Principal;

  constructor(principal: Principal, message: string, options: { status?: number } = {}) {
    super(10, message, options);
    this.principal = principal;
  }
}

/** The system itself: what the terminal asks for. */
export const SYSTEM: Principal = {
  kind: 'system',
  userId: undefined,
  applicationId: undefined,
  permissions: new Set(),
};

/** Nobody in particular: the caller of a public operation. */
export const NOBODY: Principal = {
  kind: 'token',
  userId: undefined,
  applicationId: undefined,
  permissions: new Set(),
};

/** True when the principal holds the permission, or the one for just this name (`RESOLVE_TEMPLATES:welcome`). */
export function hasPermission(principal: Principal, permission: Permission, name?: string): boolean {
  if (principal.kind === 'system' || principal.permissions.has(permission)) return true;
  return name !== undefined && principal.permissions.has(`${permission}:${name}` as ScopedPermission);
}

/** @throws ServiceError 10 naming the permission that is missing. */
export function requirePermission(principal: Principal, permission: Permission, name?: string): void {
  if (!hasPermission(principal, permission, name)) {
    throw new PermissionDenied(principal, `The permission ${permission} is required`);
  }
}

/** True when the set has the permission; who holds it whole holds it for each name too. */
export function holds(permissions: ReadonlySet<ScopedPermission>, wanted: ScopedPermission): boolean {
  const [whole] = wanted.split(':', 1);
  return permissions.has(wanted) || permissions.has(whole as ScopedPermission);
}

/** Nobody hands out what they do not hold. @throws ServiceError 10 naming the first permission that the caller lacks. */
export function requireHeld(principal: Principal, permissions: Iterable<ScopedPermission>): void {
  if (principal.kind === 'system') return;
  for (const permission of permissions) {
    if (!holds(principal.permissions, permission)) {
      throw new PermissionDenied(principal, `You do not hold the permission ${permission} yourself`);
    }
  }
}
