import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { EventOutcome } from '@/lib/events/schema';
import type { JsonValue } from '@/lib/format/json';
import { creationTimestamp, id, updateTimestamp } from './columns';

export const events = sqliteTable(
  'events',
  {
    id: id(),
    type: text('type').notNull(),
    content: text('content', { mode: 'json' }).$type<JsonValue>().notNull(),
    /** The source's name is kept as it was: removing a source keeps its events. */
    source: text('source').notNull(),
    externalId: text('external_id'),
    /** Source and external id in one: the same event twice is once. */
    dedupKey: text('dedup_key'),
    bodyHash: text('body_hash').notNull(),
    outcome: text('outcome').$type<EventOutcome>().notNull(),
    runCount: integer('run_count').notNull(),
    depth: integer('depth').notNull(),
    causeTaskId: text('cause_task_id'),
    creationTimestamp: creationTimestamp(),
    updateTimestamp: updateTimestamp(),
  },
  (table) => [
    uniqueIndex('events_dedup').on(table.dedupKey).where(sql`dedup_key is not null`),
    index('events_type').on(table.type, table.id),
    index('events_source').on(table.source, table.id),
  ],
);
