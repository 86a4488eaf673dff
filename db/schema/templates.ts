import { sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { InputType } from '@/lib/templates/schema';
import { configuration, creationTimestamp, id, updateTimestamp } from './columns';

export const templates = sqliteTable('templates', {
  id: id(),
  name: text('name').notNull().unique(),
  description: text('description'),
  inputs: configuration<Record<string, InputType>>('inputs', {}),
  outputs: configuration<Record<string, string>>('outputs', {}).notNull(),
  creationTimestamp: creationTimestamp(),
  updateTimestamp: updateTimestamp(),
});

export const localizations = sqliteTable('localizations', {
  id: id(),
  key: text('key').notNull().unique(),
  text: configuration<Record<string, string>>('text', {}).notNull(),
  creationTimestamp: creationTimestamp(),
  updateTimestamp: updateTimestamp(),
});
