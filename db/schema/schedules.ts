import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { JsonObject } from '@/lib/format/json';
import { creationTimestamp, id, updateTimestamp } from './columns';

export const schedules = sqliteTable(
  'schedules',
  {
    id: id(),
    functionName: text('function_name').notNull(),
    /** Seconds. */
    interval: integer('interval').notNull(),
    data: text('data', { mode: 'json' }).$type<JsonObject>().notNull(),
    /** Absent: what the function says when the task is made. */
    priority: integer('priority'),
    startTimestamp: integer('start_timestamp').notNull(),
    /** When the next task is due; moves in the transaction that makes the task. */
    nextTimestamp: integer('next_timestamp').notNull(),
    createdByUserId: text('created_by_user_id'),
    createdByApplicationId: text('created_by_application_id'),
    creationTimestamp: creationTimestamp(),
    updateTimestamp: updateTimestamp(),
  },
  (table) => [index('schedules_next').on(table.nextTimestamp, table.id)],
);
