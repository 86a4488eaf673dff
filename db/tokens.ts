import { and, eq, isNull, lt, or } from 'drizzle-orm';
import type { ScopedPermission } from '@/lib/auth/schema';
import { newObjectId } from '@/lib/format/id';
import { database, writeTransaction } from './client';
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
}

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
}

/** Stores tokens in one commit. @returns their ids. */
export async function insertTokens(list: readonly NewToken[], now: number): Promise<string[]> {
  return writeTransaction(() =>
    list.map((token) => {
      const id = newObjectId(now);
      database()
        .insert(tokens)
        .values({ ...token, id, creationTimestamp: now })
        .run();
      return id;
    }),
  );
}

/** The token with that hash and its user, whatever its state. */
export async function findToken(hash: string): Promise<StoredToken | undefined> {
  const row = database()
    .select({ token: tokens, user: users })
    .from(tokens)
    .leftJoin(users, eq(users.id, tokens.userId))
    .where(eq(tokens.hash, hash))
    .get();
  return row ? { ...row.token, user: row.user } : undefined;
}

/** Notes when a token was last used; called at most once a minute per token. */
export async function touchToken(id: string, now: number, expiresAt?: number): Promise<void> {
  writeTransaction(() =>
    database()
      .update(tokens)
      .set({ lastUsedAt: now, ...(expiresAt === undefined ? {} : { expiresAt }) })
      .where(eq(tokens.id, id))
      .run(),
  );
}

/** Revokes one token, of that kind. @returns false when there is none, or somebody else revoked it first. */
export async function revokeToken(id: string, kind: TokenKind, now: number): Promise<boolean> {
  return writeTransaction(
    () =>
      database()
        .update(tokens)
        .set({ revokedAt: now })
        .where(and(eq(tokens.id, id), eq(tokens.kind, kind), isNull(tokens.revokedAt)))
        .run().changes === 1,
  );
}

/** Revokes all tokens that one sign-in led to. */
export async function revokeFamily(familyId: string, now: number): Promise<void> {
  writeTransaction(() =>
    database()
      .update(tokens)
      .set({ revokedAt: now })
      .where(and(eq(tokens.familyId, familyId), isNull(tokens.revokedAt)))
      .run(),
  );
}

/** Revokes every set-up link. */
export async function revokeSetUpTokens(now: number): Promise<void> {
  writeTransaction(() =>
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

/** API tokens that have not been revoked, with their permissions. */
export async function listApiTokens() {
  return database()
    .select({
      id: tokens.id,
      name: tokens.name,
      lastFour: tokens.lastFour,
      permissions: tokens.permissions,
      expiresAt: tokens.expiresAt,
      lastUsedAt: tokens.lastUsedAt,
      creationTimestamp: tokens.creationTimestamp,
      application: applications.name,
    })
    .from(tokens)
    .leftJoin(applications, eq(applications.id, tokens.applicationId))
    .where(and(eq(tokens.kind, 'api'), isNull(tokens.revokedAt)))
    .all();
}
