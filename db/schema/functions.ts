import { blob, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { configuration, creationTimestamp, id, updateTimestamp } from './columns';
import { UNREADABLE_FUNCTION } from './unreadable';

export const functions = sqliteTable('functions', {
  id: id(),
  name: text('name').notNull().unique(),
  kind: text('kind').$type<'local' | 'http' | 'lambda'>().notNull(),
  enabled: integer('enabled', { mode: 'boolean' }).notNull(),
  /** Everything that may be shown, as lib/functions/schema defines it; secrets stand in `secrets_ciphertext`. */
  definition: configuration<Record<string, unknown>>('definition', UNREADABLE_FUNCTION).notNull(),
  /** Encrypted JSON: environment variables, signing secret, credentials. */
  secretsCiphertext: text('secrets_ciphertext'),
  /** sha256 of the uploaded zip, the key of function_code. */
  codeHash: text('code_hash').references(() => functionCode.hash),
  creationTimestamp: creationTimestamp(),
  updateTimestamp: updateTimestamp(),
});

/** Uploaded zips, apart from the functions so that a list never reads them. One backup of the file holds all. */
export const functionCode = sqliteTable('function_code', {
  hash: text('hash').primaryKey(),
  zip: blob('zip', { mode: 'buffer' }).notNull(),
});
