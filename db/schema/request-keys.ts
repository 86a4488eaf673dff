import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { creationTimestamp } from './columns';

/** Requests that came with an `Idempotency-Key`, and what they made: the same request again makes nothing. */
export const requestKeys = sqliteTable(
  'request_keys',
  {
    /** SHA-256, hex, over operation, caller and key. */
    hash: text('hash').primaryKey(),
    /** SHA-256, hex, of the body: another one under the same key is a mistake of the caller. */
    bodyHash: text('body_hash').notNull(),
    /** The task or mail. */
    madeId: text('made_id').notNull(),
    creationTimestamp: creationTimestamp(),
  },
  (table) => [index('request_keys_age').on(table.creationTimestamp)],
);
