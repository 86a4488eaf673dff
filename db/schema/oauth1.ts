import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Signed requests that were accepted, for as long as their timestamp would be: a second one is a replay. */
export const oauth1Nonces = sqliteTable(
  'oauth1_nonces',
  {
    /** SHA-256 over consumer key, token, timestamp and nonce. */
    hash: text('hash').primaryKey(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [index('oauth1_nonces_expiry').on(table.expiresAt)],
);
