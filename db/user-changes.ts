import { and, eq, ne, sql } from 'drizzle-orm';
import { ServiceError } from '@/lib/errors/service-error';
import { recordAudit } from './audit';
import { database, writeTransaction } from './client';
import { users } from './schema/users';
import { revokeTokensOf, SIGNED_IN_KINDS, type TokenKind } from './tokens';
import type { User } from './users';

export type UserChanges = Partial<
  Pick<User, 'email' | 'firstName' | 'lastName' | 'language' | 'timeZone' | 'roles' | 'enabled' | 'passwordHash'>
>;

/**
 * Changes a user in one transaction. What the change makes untrue ends with it: sessions when the roles change, all that
 * was got by the password when that changes or the user is disabled, open password links too.
 * @param decide says what to change, from the user as they are; what it throws stops the change.
 * @param options.keepTokenId a session that goes on.
 * @returns undefined when there is no such user.
 * @throws ServiceError 27 when no enabled administrator would be left; a unique violation when the address is taken.
 */
export async function changeUser(
  id: string,
  decide: (before: User) => UserChanges,
  options: { now: number; keepTokenId?: string | undefined },
): Promise<User | undefined> {
  return writeTransaction(() => {
    const before = database().select().from(users).where(eq(users.id, id)).get();
    if (!before) return undefined;
    const after: User = { ...before, ...decide(before), updateTimestamp: options.now };
    if (!isAdministrator(after)) assertNotLast(before);
    database().update(users).set(after).where(eq(users.id, id)).run();
    revokeTokensOf(id, endedKinds(before, after), options.now, options.keepTokenId);
    recordAudit({ act: 'update', object: toObject(before), before, after });
    return after;
  });
}

/**
 * Removes a user with all their tokens.
 * @param check looks at the user as they are, in the transaction; what it throws stops it.
 * @returns false when there is no such user. @throws ServiceError 27 for the last enabled administrator.
 */
export async function deleteUser(id: string, check: (before: User) => void): Promise<boolean> {
  return writeTransaction(() => {
    const user = database().select().from(users).where(eq(users.id, id)).get();
    if (!user) return false;
    check(user);
    assertNotLast(user);
    database().delete(users).where(eq(users.id, id)).run();
    recordAudit({ act: 'delete', object: toObject(user), before: user });
    return true;
  });
}

function toObject({ id, email }: User) {
  return { kind: 'user', id, name: email };
}

function endedKinds(before: User, after: User): readonly TokenKind[] {
  const hasNewPassword = before.passwordHash !== after.passwordHash;
  const isDisabled = before.enabled && !after.enabled;
  if (hasNewPassword || isDisabled) return [...SIGNED_IN_KINDS, 'password'];
  const sameRoles = before.roles.length === after.roles.length && after.roles.every((r) => before.roles.includes(r));
  return sameRoles ? [] : ['session'];
}

function isAdministrator(user: User): boolean {
  return user.enabled && user.roles.includes('Administrator');
}

/** Without an administrator nobody could ever make one again. */
function assertNotLast(before: User): void {
  if (!isAdministrator(before)) return;
  const administrators = sql`exists (select 1 from json_each(${users.roles}) where value = 'Administrator')`;
  const other = database()
    .select({ id: users.id })
    .from(users)
    .where(and(ne(users.id, before.id), eq(users.enabled, true), administrators))
    .limit(1)
    .get();
  if (!other) throw new ServiceError(27, 'This is the last administrator: make another one first');
}
