import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { JsonObject, JsonValue } from '@/lib/format/json';
import type { TaskError, TaskStatus } from '@/lib/tasks/schema';
import { creationTimestamp, id, updateTimestamp } from './columns';

export const tasks = sqliteTable(
  'tasks',
  {
    id: id(),
    runId: text('run_id'),
    status: text('status').$type<TaskStatus>().notNull(),
    statusChangedTimestamp: integer('status_changed_timestamp').notNull(),
    /** Also the lane: one slow function delays only itself. */
    functionName: text('function_name').notNull(),
    data: text('data', { mode: 'json' }).$type<JsonObject>().notNull(),
    /** Start time; of a task whose worker was lost, when it is due again. */
    startTimestamp: integer('start_timestamp').notNull(),
    tags: text('tags', { mode: 'json' }).$type<string[]>().notNull(),
    priority: integer('priority').notNull(),
    createdByUserId: text('created_by_user_id'),
    createdByApplicationId: text('created_by_application_id'),
    retriedByTaskId: text('retried_by_task_id'),
    retryForTaskIds: text('retry_for_task_ids', { mode: 'json' }).$type<string[]>().notNull(),
    error: text('error', { mode: 'json' }).$type<TaskError>(),
    /** Wrapped, because a function may return null: `{ value }`. */
    result: text('result', { mode: 'json' }).$type<{ value: JsonValue }>(),
    attempts: integer('attempts').notNull(),
    claimToken: text('claim_token'),
    idempotencyKey: text('idempotency_key').notNull(),
    depth: integer('depth').notNull(),
    creationTimestamp: creationTimestamp(),
    updateTimestamp: updateTimestamp(),
    /** Run while its caller waited: nobody waits any more after a restart, so it is never run again. */
    direct: integer('direct', { mode: 'boolean' }).notNull().default(false),
    /** How many of retry_for_task_ids do not count any more: a person has asked for it again since. */
    retriesBefore: integer('retries_before').notNull().default(0),
    /** Why a person ended it. */
    reason: text('reason'),
  },
  (table) => [
    // A run has one task at a time; its retries carry the run on.
    uniqueIndex('tasks_run').on(table.runId).where(sql`run_id is not null and status <> 'retried'`),
    index('tasks_of_run').on(table.runId).where(sql`run_id is not null`),
    index('tasks_due')
      .on(table.functionName, table.priority, table.startTimestamp, table.id)
      .where(sql`status = 'new'`),
    index('tasks_next').on(table.startTimestamp).where(sql`status = 'new'`),
    index('tasks_status').on(table.status, table.id),
    index('tasks_function').on(table.functionName, table.id),
  ],
);

export const taskLogs = sqliteTable(
  'task_logs',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    taskId: text('task_id')
      .notNull()
      .references(() => tasks.id, { onDelete: 'cascade' }),
    timestamp: integer('timestamp').notNull(),
    message: text('message').notNull(),
  },
  (table) => [index('task_logs_task').on(table.taskId, table.timestamp)],
);
