import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { ActionInput, ActionType, Dispatcher } from '@/lib/dispatchers/schema';
import { configuration, creationTimestamp, id, updateTimestamp } from './columns';
import { UNREADABLE_ACTION, UNREADABLE_REVISION } from './unreadable';

export const dispatchers = sqliteTable(
  'dispatchers',
  {
    id: id(),
    eventType: text('event_type').notNull(),
    name: text('name'),
    description: text('description'),
    enabled: integer('enabled', { mode: 'boolean' }).notNull(),
    tags: configuration<string[]>('tags', []).notNull(),
    /** The newest row in dispatcher_revisions: what events are matched with. */
    revisionId: text('revision_id').notNull(),
    creationTimestamp: creationTimestamp(),
    updateTimestamp: updateTimestamp(),
  },
  (table) => [
    uniqueIndex('dispatchers_name').on(table.name).where(sql`name is not null`),
    index('dispatchers_event_type').on(table.eventType),
  ],
);

export const actions = sqliteTable(
  'actions',
  {
    id: id(),
    dispatcherId: text('dispatcher_id')
      .notNull()
      .references(() => dispatchers.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    type: text('type').$type<ActionType>().notNull(),
    name: text('name'),
    enabled: integer('enabled', { mode: 'boolean' }).notNull(),
    /** The whole action but its id, as lib/dispatchers/schema defines it. */
    definition: configuration<ActionInput>('definition', UNREADABLE_ACTION).notNull(),
  },
  (table) => [
    index('actions_dispatcher').on(table.dispatcherId, table.position),
    // Who calls a function is read from the index alone.
    index('actions_function')
      .on(sql`json_extract(definition, '$.functionName')`, table.dispatcherId)
      .where(sql`type = 'task'`),
    uniqueIndex('actions_name').on(table.dispatcherId, table.name).where(sql`name is not null`),
  ],
);

/** Every state that a dispatcher has had. Runs point here, so that an edit never changes what an earlier event caused. */
export const dispatcherRevisions = sqliteTable(
  'dispatcher_revisions',
  {
    id: id(),
    dispatcherId: text('dispatcher_id').notNull(),
    definition: configuration<Dispatcher>('definition', UNREADABLE_REVISION).notNull(),
    creationTimestamp: creationTimestamp(),
  },
  (table) => [index('dispatcher_revisions_dispatcher').on(table.dispatcherId, table.id)],
);
