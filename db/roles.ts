import { asc, eq, inArray, sql } from 'drizzle-orm';
import { isReadyMade, PERMISSIONS, type Permission, ROLES } from '@/lib/auth/schema';
import { ServiceError } from '@/lib/errors/service-error';
import { newObjectId } from '@/lib/format/id';
import { recordAudit } from './audit';
import { database, writeTransaction } from './client';
import { roles, users } from './schema/users';

const MAX_ROLES = 100;

/** A custom role. */
export interface Role {
  id: string;
  name: string;
  description: string | null;
  permissions: Permission[];
  creationTimestamp: number;
  updateTimestamp: number;
}

type RoleFields = Pick<Role, 'name' | 'description' | 'permissions'>;

/** What the roles of these names may do together, as they are now. A role that is not there may do nothing. */
export function permissionsOfRoles(names: readonly string[]): Set<Permission> {
  const custom = names.filter((name) => !isReadyMade(name));
  const stored =
    custom.length === 0
      ? []
      : database().select({ permissions: roles.permissions }).from(roles).where(inArray(roles.name, custom)).all();
  const held = new Set<string>([
    ...names.filter(isReadyMade).flatMap((name) => ROLES[name]),
    ...stored.flatMap((role) => role.permissions),
  ]);
  // An earlier version may have stored a permission that is no more.
  return new Set(PERMISSIONS.filter((permission) => held.has(permission)));
}

/** The custom roles, by name. */
export async function listRoles(): Promise<Role[]> {
  return database().select().from(roles).orderBy(asc(roles.name)).limit(MAX_ROLES).all();
}

export async function findRole(id: string): Promise<Role | undefined> {
  return database().select().from(roles).where(eq(roles.id, id)).get();
}

/** Of these names, those that are no role. */
export function unknownRoles(names: readonly string[]): string[] {
  const custom = names.filter((name) => !isReadyMade(name));
  if (custom.length === 0) return [];
  const found = database().select({ name: roles.name }).from(roles).where(inArray(roles.name, custom)).all();
  const known = new Set(found.map(({ name }) => name));
  return custom.filter((name) => !known.has(name));
}

/** How many users hold each role, by its name. */
export async function countHolders(): Promise<Map<string, number>> {
  const rows = database().all<{ name: string; holders: number }>(
    sql`select value as name, count(*) as holders from ${users}, json_each(${users.roles}) group by value`,
  );
  return new Map(rows.map(({ name, holders }) => [name, holders]));
}

/** @throws ServiceError 27 when there are as many as there may be; a unique violation when the name is taken. */
export async function insertRole(fields: RoleFields, now: number): Promise<Role> {
  const row: Role = { ...fields, id: newObjectId(now), creationTimestamp: now, updateTimestamp: now };
  return writeTransaction(() => {
    const others = database().select({ id: roles.id }).from(roles).limit(MAX_ROLES).all();
    if (others.length >= MAX_ROLES) throw new ServiceError(27, `There can be ${MAX_ROLES} custom roles, and no more`);
    database().insert(roles).values(row).run();
    recordAudit({ act: 'create', object: toObject(row), after: row });
    return row;
  });
}

/**
 * Changes a custom role; who holds it holds it under its new name too.
 * @param check looks at the role as it is, in the transaction; what it throws stops the change.
 * @returns undefined when there is none. @throws a unique violation when the name is taken.
 */
export async function changeRole(
  id: string,
  fields: RoleFields,
  check: (before: Role) => void,
  now: number,
): Promise<Role | undefined> {
  return writeTransaction(() => {
    const before = database().select().from(roles).where(eq(roles.id, id)).get();
    if (!before) return undefined;
    check(before);
    const after: Role = { ...before, ...fields, updateTimestamp: now };
    database().update(roles).set(after).where(eq(roles.id, id)).run();
    if (after.name !== before.name) renameHeld(before.name, after.name);
    recordAudit({ act: 'update', object: toObject(before), before, after });
    return after;
  });
}

function toObject({ id, name }: Role) {
  return { kind: 'role', id, name };
}

function renameHeld(before: string, after: string): void {
  for (const holder of holdersOf(before)) {
    const renamed = holder.roles.map((name) => (name === before ? after : name));
    database().update(users).set({ roles: renamed }).where(eq(users.id, holder.id)).run();
  }
}

/** Removes a custom role. @returns undefined when there is none. @throws ServiceError 27 while somebody holds it. */
export async function deleteRole(id: string, check: (before: Role) => void): Promise<Role | undefined> {
  return writeTransaction(() => {
    const role = database().select().from(roles).where(eq(roles.id, id)).get();
    if (!role) return undefined;
    check(role);
    const holders = holdersOf(role.name).length;
    if (holders > 0) {
      const who = holders === 1 ? '1 user holds it' : `${holders} users hold it`;
      throw new ServiceError(27, `The role '${role.name}' cannot be deleted: ${who}`);
    }
    database().delete(roles).where(eq(roles.id, id)).run();
    recordAudit({ act: 'delete', object: toObject(role), before: role });
    return role;
  });
}

function holdersOf(name: string) {
  return database()
    .select({ id: users.id, roles: users.roles })
    .from(users)
    .where(sql`exists (select 1 from json_each(${users.roles}) where value = ${name})`)
    .all();
}
