import { sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { JsonObject } from '@/lib/format/json';
import { updateTimestamp } from './columns';

/** What administrators set in the console, and what the server remembers of itself. Secrets inside are encrypted. */
export const settings = sqliteTable('settings', {
  key: text('key').primaryKey(),
  value: text('value', { mode: 'json' }).$type<JsonObject>().notNull(),
  updateTimestamp: updateTimestamp(),
});
