import { isUniqueViolation } from '@/db/client';
import { permissionsOfRoles, unknownRoles } from '@/db/roles';
import type { User } from '@/db/users';
import { type Principal, requireHeld } from '@/lib/auth/principal';
import { fieldFormat, ServiceError } from '@/lib/errors/service-error';

/**
 * Who manages somebody must hold all that they hold: a reset password would hand it over.
 * @throws ServiceError 10.
 */
export function requireNotBeyond(principal: Principal, user: User): void {
  requireHeld(principal, permissionsOfRoles(user.roles));
}

/** Roles that the caller may give. @throws ServiceError 15 for one that is not there, 10 for one that holds more. */
export function requireGrantable(principal: Principal, roles: readonly string[]): void {
  const [unknown] = unknownRoles(roles);
  if (unknown !== undefined) throw fieldFormat([{ path: 'roles', message: `there is no role '${unknown}'` }]);
  requireHeld(principal, permissionsOfRoles(roles));
}

/** Nobody raises, disables or deletes themselves. @throws ServiceError 27. */
export function assertSomebodyElse(principal: Principal, id: string, act: string): void {
  if (principal.userId === id) throw new ServiceError(27, `Nobody can ${act}: ask another administrator`);
}

/** Runs a write; an address that is taken becomes error 17 at its field. */
export async function withFreeEmail<T>(email: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const errors = [{ path: 'email', message: 'somebody has this address already' }];
    throw new ServiceError(17, `There is a user '${email}' already`, { errors });
  }
}
