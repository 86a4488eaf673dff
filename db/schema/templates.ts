import { sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { InputType } from '@/lib/templates/schema';
import { creationTimestamp, id, updateTimestamp } from './columns';

export const templates = sqliteTable('templates', {
  id: id(),
  name: text('name').notNull().unique(),
  description: text('description'),
  inputs: text('inputs', { mode: 'json' }).$type<Record<string, InputType>>(),
  outputs: text('outputs', { mode: 'json' }).$type<Record<string, string>>().notNull(),
  creationTimestamp: creationTimestamp(),
  updateTimestamp: updateTimestamp(),
});

export const localizations = sqliteTable('localizations', {
  id: id(),
  key: text('key').notNull().unique(),
  text: text('text', { mode: 'json' }).$type<Record<string, string>>().notNull(),
  creationTimestamp: creationTimestamp(),
  updateTimestamp: updateTimestamp(),
});
