import { isUniqueViolation } from '@/db/client';
import { changeRole, countHolders, insertRole, deleteRole as remove } from '@/db/roles';
import { type Principal, requireHeld, requirePermission } from '@/lib/auth/principal';
import { nameTaken } from '@/lib/errors/name-taken';
import { resourceUnknown } from '@/lib/errors/service-error';
import { toRoleView } from './list';
import type { RoleInput, RoleView } from './schema';

/** Makes a custom role. @throws ServiceError 10 (also for a permission that the caller does not hold), 17, 27. */
export async function createRole(principal: Principal, input: RoleInput, now: number): Promise<RoleView> {
  requirePermission(principal, 'MANAGE_USERS');
  requireHeld(principal, input.permissions);
  const role = await withFreeName(input.name, () => insertRole(toFields(input), now));
  return toRoleView(role, 0);
}

/**
 * Changes a custom role: whoever holds it may do what it says from their next request on.
 * @throws ServiceError 10 (it holds, or would hold, more than the caller), 16, 17.
 */
export async function updateRole(principal: Principal, id: string, input: RoleInput, now: number): Promise<RoleView> {
  requirePermission(principal, 'MANAGE_USERS');
  requireHeld(principal, input.permissions);
  const role = await withFreeName(input.name, () =>
    changeRole(id, toFields(input), (before) => requireHeld(principal, before.permissions), now),
  );
  if (!role) throw resourceUnknown('role', id);
  return toRoleView(role, (await countHolders()).get(role.name) ?? 0);
}

/** Removes a custom role that nobody holds. @throws ServiceError 10, 16, 27 (somebody holds it). */
export async function deleteRole(principal: Principal, id: string): Promise<void> {
  requirePermission(principal, 'MANAGE_USERS');
  const role = await remove(id, (before) => requireHeld(principal, before.permissions));
  if (!role) throw resourceUnknown('role', id);
}

function toFields({ name, description = null, permissions }: RoleInput) {
  return { name, description, permissions: [...new Set(permissions)] };
}

async function withFreeName<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw isUniqueViolation(error) ? nameTaken('The role', name) : error;
  }
}
