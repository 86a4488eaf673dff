import { findUserById, type User } from '@/db/users';
import type { Principal } from '@/lib/auth/principal';
import { type Me, PERMISSIONS, ROLES } from '@/lib/auth/schema';
import { ServiceError } from '@/lib/errors/service-error';

/** The signed-in user, as the console sees them. @throws ServiceError 104 when no user stands behind the caller. */
export async function viewMe(principal: Principal): Promise<Me> {
  const user = principal.userId === undefined ? undefined : await findUserById(principal.userId);
  if (!user) throw new ServiceError(104, 'No user stands behind these credentials');
  return toMe(user);
}

export function toMe({ id, email, roles }: User): Me {
  const held = new Set<string>(roles.flatMap((role) => ROLES[role]));
  return { id, email, roles, permissions: PERMISSIONS.filter((permission) => held.has(permission)) };
}
