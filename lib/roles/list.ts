import { countHolders, listRoles as listCustom, type Role } from '@/db/roles';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { ROLES, RoleName } from '@/lib/auth/schema';
import { ROLE_DESCRIPTIONS, type RoleView } from './schema';

/** The ready-made roles, then the custom ones by name, each with the number of its users. @throws ServiceError 10. */
export async function listRoles(principal: Principal): Promise<RoleView[]> {
  requirePermission(principal, 'VIEW_SETTINGS');
  const holders = await countHolders();
  const readyMade = RoleName.options.map((name) => ({
    name,
    description: ROLE_DESCRIPTIONS[name],
    permissions: [...ROLES[name]],
    users: holders.get(name) ?? 0,
  }));
  const custom = (await listCustom()).map((role) => toRoleView(role, holders.get(role.name) ?? 0));
  return [...readyMade, ...custom];
}

export function toRoleView({ id, name, description, permissions }: Role, users: number): RoleView {
  return { id, name, ...(description === null ? {} : { description }), permissions, users };
}
