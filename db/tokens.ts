import { and, desc, eq, gt, inArray, isNull, lt, ne, or, sql } from 'drizzle-orm';
import type { ScopedPermission } from '@/lib/auth/schema';
import { newObjectId } from '@/lib/format/id';
import { type AuditNote, recordAudit } from './audit';
import { database, isStorageUnavailable, keepBooks, writeTransaction } from './client';
import { applications, type TokenKind, tokens, users } from './schema/users';
import type { User } from './users';

export type { TokenKind } from './schema/users';

export interface NewToken {
  kind: TokenKind;
  /** SHA-256 of the secret, hex. */
  hash: string;
  lastFour: string;
  /** Of an OAuth1 token. */
  secretCiphertext?: string;
  userId?: string;
  applicationId?: string;
  familyId?: string;
  name?: string;
  permissions?: ScopedPermission[];
  expiresAt?: number;
  /** Of a session. */
  address?: string;
  userAgent?: string;
}

const MAX_LISTED_SESSIONS = 100;

/** What somebody gets by their password; all of it ends when the password changes. */
export const SIGNED_IN_KINDS: readonly TokenKind[] = ['session', 'oauth2_access', 'oauth2_refresh', 'oauth1', 'device'];

export interface StoredToken {
  id: string;
  kind: TokenKind;
  hash: string;
  name: string | null;
  familyId: string | null;
  applicationId: string | null;
  secretCiphertext: string | null;
  permissions: ScopedPermission[] | null;
  expiresAt: number | null;
  lastUsedAt: number | null;
  revokedAt: number | null;
  creationTimestamp: number;
  user: User | null;
  /** Undefined for a token that belongs to no application. */
  applicationEnabled: boolean | undefined;
}

/** Stores tokens in one commit. @param note what the audit log is to say of it, if anything. @returns their ids. */
export async function insertTokens(list: readonly NewToken[], now: number, note?: AuditNote): Promise<string[]> {
  const store = () =>
    list.map((token) => {
      const id = newObjectId(now);
      database()
        .insert(tokens)
        .values({ ...token, id, creationTimestamp: now })
        .run();
      return id;
    });
  return note ? writeTransaction(() => recording(note, store)) : keepBooks(store);
}

function recording<T>(note: AuditNote, write: () => T): T {
  const result = write();
  if (result !== false) recordAudit(note);
  return result;
}

/** The token with that hash and its user, whatever its state. */
export async function findToken(hash: string): Promise<StoredToken | undefined> {
  const row = database()
    .select({ token: tokens, user: users, applicationEnabled: applications.enabled })
    .from(tokens)
    .leftJoin(users, eq(users.id, tokens.userId))
    .leftJoin(applications, eq(applications.id, tokens.applicationId))
    .where(eq(tokens.hash, hash))
    .get();
  return row ? { ...row.token, user: row.user, applicationEnabled: row.applicationEnabled ?? undefined } : undefined;
}

/**
 * Notes when a token, its user and its application were last used; called at most once a minute per token. On a full disk
 * it is not noted: who reads is not refused for that.
 */
export async function touchToken(token: StoredToken, now: number, expiresAt?: number): Promise<void> {
  const { id, user, applicationId } = token;
  const touch = () => {
    database()
      .update(tokens)
      .set({ lastUsedAt: now, ...(expiresAt === undefined ? {} : { expiresAt }) })
      .where(eq(tokens.id, id))
      .run();
    if (user) database().update(users).set({ lastSeenAt: now }).where(eq(users.id, user.id)).run();
    if (applicationId !== null) {
      database().update(applications).set({ lastUsedAt: now }).where(eq(applications.id, applicationId)).run();
    }
  };
  try {
    keepBooks(touch);
  } catch (error) {
    if (!isStorageUnavailable(error)) throw error;
  }
}

/**
 * Revokes one token, of that kind.
 * @param note what the audit log is to say of it, if anything.
 * @returns false when there is none, or somebody else revoked it first.
 */
export async function revokeToken(id: string, kind: TokenKind, now: number, note?: AuditNote): Promise<boolean> {
  const revoke = () =>
    database()
      .update(tokens)
      .set({ revokedAt: now })
      .where(and(eq(tokens.id, id), eq(tokens.kind, kind), isNull(tokens.revokedAt)))
      .run().changes === 1;
  return note ? writeTransaction(() => recording(note, revoke)) : keepBooks(revoke);
}

/** Revokes all tokens that one sign-in led to. */
export async function revokeFamily(familyId: string, now: number): Promise<void> {
  writeTransaction(() => {
    const open = and(eq(tokens.familyId, familyId), isNull(tokens.revokedAt));
    const one = database().select({ userId: tokens.userId }).from(tokens).where(open).get();
    const { changes } = database().update(tokens).set({ revokedAt: now }).where(open).run();
    if (changes > 0) recordAudit({ act: 'revoke', object: { kind: 'user', id: one?.userId ?? undefined } });
  });
}

/** Revokes a user's tokens of these kinds, but for one. To be called in a write transaction. @returns how many. */
export function revokeTokensOf(
  userId: string,
  kinds: readonly TokenKind[],
  now: number,
  keepId: string | undefined = undefined,
): number {
  const open = and(eq(tokens.userId, userId), inArray(tokens.kind, [...kinds]), isNull(tokens.revokedAt));
  const where = keepId === undefined ? open : and(open, ne(tokens.id, keepId));
  return database().update(tokens).set({ revokedAt: now }).where(where).run().changes;
}

/** The sessions of a user that are open at `now`, the last used first. */
export async function listSessions(userId: string, now: number) {
  return database()
    .select({
      id: tokens.id,
      address: tokens.address,
      userAgent: tokens.userAgent,
      expiresAt: tokens.expiresAt,
      lastUsedAt: tokens.lastUsedAt,
      creationTimestamp: tokens.creationTimestamp,
    })
    .from(tokens)
    .where(
      and(eq(tokens.userId, userId), eq(tokens.kind, 'session'), isNull(tokens.revokedAt), gt(tokens.expiresAt, now)),
    )
    .orderBy(desc(sql`coalesce(${tokens.lastUsedAt}, ${tokens.creationTimestamp})`), desc(tokens.id))
    .limit(MAX_LISTED_SESSIONS)
    .all();
}

/** Ends one session of a user. @returns false when they have no such open session. */
export async function revokeSession(id: string, userId: string, now: number): Promise<boolean> {
  const open = and(eq(tokens.id, id), eq(tokens.userId, userId), eq(tokens.kind, 'session'), isNull(tokens.revokedAt));
  return writeTransaction(() => database().update(tokens).set({ revokedAt: now }).where(open).run().changes === 1);
}

/** Ends all sessions of a user, but for one. @returns how many. */
export async function revokeSessions(userId: string, now: number, keepId?: string): Promise<number> {
  return writeTransaction(() => revokeTokensOf(userId, ['session'], now, keepId));
}

/** Stores a password link of a user, and revokes the earlier ones. */
export async function replacePasswordLink(userId: string, token: NewToken, now: number): Promise<void> {
  writeTransaction(() => {
    revokeTokensOf(userId, ['password'], now);
    database()
      .insert(tokens)
      .values({ ...token, id: newObjectId(now), creationTimestamp: now })
      .run();
  });
}

/** Revokes every set-up link. */
export async function revokeSetUpTokens(now: number): Promise<void> {
  keepBooks(() =>
    database()
      .update(tokens)
      .set({ revokedAt: now })
      .where(and(eq(tokens.kind, 'set_up'), isNull(tokens.revokedAt)))
      .run(),
  );
}

/** Removes tokens that have been of no use since `before` (epoch ms): expired or revoked. */
export async function purgeTokens(before: number): Promise<number> {
  return writeTransaction(
    () =>
      database()
        .delete(tokens)
        .where(or(lt(tokens.expiresAt, before), lt(tokens.revokedAt, before)))
        .run().changes,
  );
}

/**
 * API tokens that have not been revoked, newest first; one more than `limit` when there are more.
 * @param options.userId only theirs. @param options.before only older ones than this id.
 */
export async function pageApiTokens(options: {
  userId?: string | undefined;
  before?: string | undefined;
  limit: number;
}) {
  const { userId, before, limit } = options;
  return database()
    .select({
      id: tokens.id,
      name: tokens.name,
      lastFour: tokens.lastFour,
      permissions: tokens.permissions,
      expiresAt: tokens.expiresAt,
      lastUsedAt: tokens.lastUsedAt,
      creationTimestamp: tokens.creationTimestamp,
      user: { id: users.id, email: users.email, enabled: users.enabled },
    })
    .from(tokens)
    .leftJoin(users, eq(users.id, tokens.userId))
    .where(
      and(
        eq(tokens.kind, 'api'),
        isNull(tokens.revokedAt),
        userId === undefined ? undefined : eq(tokens.userId, userId),
        before === undefined ? undefined : lt(tokens.id, before),
      ),
    )
    .orderBy(desc(tokens.id))
    .limit(limit + 1)
    .all();
}

/** Whose API token this is: undefined when there is none that is open, null when nobody's. */
export async function findApiTokenOwner(id: string): Promise<string | null | undefined> {
  const open = and(eq(tokens.id, id), eq(tokens.kind, 'api'), isNull(tokens.revokedAt));
  return database().select({ userId: tokens.userId }).from(tokens).where(open).get()?.userId;
}
