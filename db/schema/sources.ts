import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { creationTimestamp, id, updateTimestamp } from './columns';

export const sources = sqliteTable('sources', {
  id: id(),
  name: text('name').notNull().unique(),
  description: text('description'),
  secretCiphertext: text('secret_ciphertext').notNull(),
  secretLastFour: text('secret_last_four').notNull(),
  creationTimestamp: creationTimestamp(),
  updateTimestamp: updateTimestamp(),
  /** The secret before this one, while it is still accepted. */
  previousSecretCiphertext: text('previous_secret_ciphertext'),
  previousSecretUntil: integer('previous_secret_until'),
});
