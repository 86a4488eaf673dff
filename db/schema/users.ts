import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Permission, ScopedPermission } from '@/lib/auth/schema';
import { creationTimestamp, id, updateTimestamp } from './columns';

export const users = sqliteTable('users', {
  id: id(),
  email: text('email').notNull().unique(),
  passwordHash: text('password_hash').notNull(),
  firstName: text('first_name'),
  lastName: text('last_name'),
  language: text('language'),
  timeZone: text('time_zone'),
  /** Names of ready-made and of custom roles. */
  roles: text('roles', { mode: 'json' }).$type<string[]>().notNull(),
  enabled: integer('enabled', { mode: 'boolean' }).notNull(),
  creationTimestamp: creationTimestamp(),
  updateTimestamp: updateTimestamp(),
  /** When they last used a session, an application or a token of theirs; noted at most once a minute. */
  lastSeenAt: integer('last_seen_at'),
});

/** Custom roles; the ready-made ones are in the code. */
export const roles = sqliteTable('roles', {
  id: id(),
  name: text('name').notNull().unique(),
  description: text('description'),
  permissions: text('permissions', { mode: 'json' }).$type<Permission[]>().notNull(),
  creationTimestamp: creationTimestamp(),
  updateTimestamp: updateTimestamp(),
});

export const applications = sqliteTable('applications', {
  id: id(),
  name: text('name').notNull().unique(),
  kind: text('kind').$type<'oauth1' | 'oauth2'>().notNull(),
  /** OAuth2 client id or OAuth1 consumer key. */
  clientId: text('client_id').notNull().unique(),
  /** Encrypted: OAuth1 signatures need the plain value. Absent for a public OAuth2 client. */
  secretCiphertext: text('secret_ciphertext'),
  creationTimestamp: creationTimestamp(),
  updateTimestamp: updateTimestamp(),
  secretLastFour: text('secret_last_four'),
  enabled: integer('enabled', { mode: 'boolean' }).notNull().default(true),
  lastUsedAt: integer('last_used_at'),
});

/** device: a browser that somebody signed in with before; it opens nothing. */
export type TokenKind =
  | 'session'
  | 'oauth2_access'
  | 'oauth2_refresh'
  | 'oauth1'
  | 'api'
  | 'set_up'
  | 'password'
  | 'device';

/** Every credential that is handed out. Only the SHA-256 of what the caller shows is stored. */
export const tokens = sqliteTable(
  'tokens',
  {
    id: id(),
    kind: text('kind').$type<TokenKind>().notNull(),
    hash: text('hash').notNull().unique(),
    userId: text('user_id').references(() => users.id, { onDelete: 'cascade' }),
    applicationId: text('application_id').references(() => applications.id, { onDelete: 'cascade' }),
    /** All tokens that one sign-in led to; a refresh token used twice revokes them all. */
    familyId: text('family_id'),
    name: text('name'),
    lastFour: text('last_four').notNull(),
    /** API tokens only: what they may do. Absent: what their user may do. */
    permissions: text('permissions', { mode: 'json' }).$type<ScopedPermission[]>(),
    expiresAt: integer('expires_at'),
    lastUsedAt: integer('last_used_at'),
    revokedAt: integer('revoked_at'),
    creationTimestamp: creationTimestamp(),
    /** Of an OAuth1 token, encrypted: signatures need the plain value. */
    secretCiphertext: text('secret_ciphertext'),
    /** Sessions only: where the sign-in came from, and with what browser. */
    address: text('address'),
    userAgent: text('user_agent'),
  },
  (table) => [
    index('tokens_user').on(table.userId),
    index('tokens_application').on(table.applicationId),
    index('tokens_family').on(table.familyId).where(sql`family_id is not null`),
    index('tokens_expiry').on(table.expiresAt).where(sql`expires_at is not null`),
  ],
);

/** Wrong passwords per account and per address. Times are epoch milliseconds. */
export const signInFailures = sqliteTable('sign_in_failures', {
  key: text('key').primaryKey(),
  failures: integer('failures').notNull(),
  blockedUntil: integer('blocked_until').notNull(),
  updateTimestamp: updateTimestamp(),
});
