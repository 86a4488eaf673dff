import { eq, inArray, lt, sql } from 'drizzle-orm';
import { newObjectId } from '@/lib/format/id';
import { recordAudit } from './audit';
import { database, keepBooks, writeTransaction } from './client';
import { signInFailures, users } from './schema/users';

/** Stands in the place of a hash for who has no password yet: it fits none. */
export const NO_PASSWORD = 'none';

export interface User {
  id: string;
  email: string;
  /** NO_PASSWORD until they have chosen one. */
  passwordHash: string;
  firstName: string | null;
  lastName: string | null;
  language: string | null;
  timeZone: string | null;
  roles: string[];
  enabled: boolean;
  lastSeenAt: number | null;
  creationTimestamp: number;
  updateTimestamp: number;
}

type UserDetails = Pick<User, 'firstName' | 'lastName' | 'language' | 'timeZone'>;

/**
 * Stores a user.
 * @param options.check runs in the transaction; what it throws stops it.
 * @throws a unique violation when the address is taken.
 */
export async function insertUser(
  user: Pick<User, 'email' | 'passwordHash' | 'roles'> & Partial<UserDetails>,
  options: { now: number; onlyIfFirst?: boolean; check?: () => void },
): Promise<User | undefined> {
  const row: User = {
    firstName: null,
    lastName: null,
    language: null,
    timeZone: null,
    ...user,
    id: newObjectId(options.now),
    enabled: true,
    lastSeenAt: null,
    creationTimestamp: options.now,
    updateTimestamp: options.now,
  };
  return writeTransaction(() => {
    if (options.onlyIfFirst && anyUser()) return undefined;
    options.check?.();
    database().insert(users).values(row).run();
    recordAudit({ act: 'create', object: { kind: 'user', id: row.id, name: row.email }, after: row });
    return row;
  });
}

/** True when at least one user exists. */
export async function hasUsers(): Promise<boolean> {
  return anyUser();
}

function anyUser(): boolean {
  return database().select({ id: users.id }).from(users).limit(1).get() !== undefined;
}

export async function findUserById(id: string): Promise<User | undefined> {
  return database().select().from(users).where(eq(users.id, id)).get();
}

/** By address in lower case. */
export async function findUserByEmail(email: string): Promise<User | undefined> {
  return database().select().from(users).where(eq(users.email, email)).get();
}

/**
 * Counts one more attempt for all `keys` (an account, an address), unless one of them is blocked at `now`. One transaction:
 * guesses sent in parallel cannot slip past. What is older than `forgetBefore` (epoch ms) is forgotten.
 * @param blockMs how long to block after that many failures.
 * @returns until when it is blocked (epoch ms); undefined: the attempt may go on.
 */
export async function countSignInAttempt(
  keys: readonly string[],
  blockMs: (failures: number) => number,
  now: number,
  forgetBefore: number,
): Promise<number | undefined> {
  return keepBooks(() => {
    const known = database()
      .select()
      .from(signInFailures)
      .where(inArray(signInFailures.key, [...keys]))
      .all();
    const blockedUntil = Math.max(...known.map((row) => row.blockedUntil), 0);
    if (blockedUntil > now) return blockedUntil;
    for (const key of keys) {
      const before = known.find((row) => row.key === key && row.updateTimestamp > forgetBefore);
      const failures = (before?.failures ?? 0) + 1;
      const values = { failures, blockedUntil: now + blockMs(failures), updateTimestamp: now };
      database()
        .insert(signInFailures)
        .values({ key, ...values })
        .onConflictDoUpdate({ target: signInFailures.key, set: values })
        .run();
    }
    return undefined;
  });
}

/** Takes one wrong password back: it turned out to be right. */
export async function forgiveSignInFailure(key: string): Promise<void> {
  keepBooks(() =>
    database()
      .update(signInFailures)
      .set({ failures: sql`max(0, ${signInFailures.failures} - 1)`, blockedUntil: 0 })
      .where(eq(signInFailures.key, key))
      .run(),
  );
}

export async function clearSignInFailures(key: string): Promise<void> {
  keepBooks(() => database().delete(signInFailures).where(eq(signInFailures.key, key)).run());
}

/** Removes what is known of wrong passwords from before `before` (epoch ms). @returns how many rows were removed. */
export async function purgeSignInFailures(before: number): Promise<number> {
  return writeTransaction(
    () => database().delete(signInFailures).where(lt(signInFailures.updateTimestamp, before)).run().changes,
  );
}
