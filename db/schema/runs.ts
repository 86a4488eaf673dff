import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Problem } from '@/lib/dispatch/schema';
import type { ActionType } from '@/lib/dispatchers/schema';
import type { AttemptOutcome, RunStatus } from '@/lib/runs/schema';
import { creationTimestamp, id, updateTimestamp } from './columns';
import { dispatcherRevisions } from './dispatchers';
import { events } from './events';
import { mails } from './mails';
import { tasks } from './tasks';

export const runs = sqliteTable(
  'runs',
  {
    id: id(),
    eventId: text('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    /** Event type: one noisy type does not hold up the others. */
    lane: text('lane').notNull(),
    dispatcherId: text('dispatcher_id').notNull(),
    revisionId: text('revision_id')
      .notNull()
      .references(() => dispatcherRevisions.id),
    actionId: text('action_id').notNull(),
    actionType: text('action_type').$type<ActionType>().notNull(),
    status: text('status').$type<RunStatus>().notNull(),
    reason: text('reason'),
    problems: text('problems', { mode: 'json' }).$type<Problem[]>(),
    creationTimestamp: creationTimestamp(),
    updateTimestamp: updateTimestamp(),
    /** 0 for what followed when the event came in; 1, 2, … for each time that it was replayed. */
    replay: integer('replay').notNull().default(0),
  },
  (table) => [
    uniqueIndex('runs_once').on(table.eventId, table.actionId, table.replay),
    index('runs_pending').on(table.lane, table.id).where(sql`status = 'pending'`),
    index('runs_status').on(table.status, table.id),
    index('runs_dispatcher').on(table.dispatcherId, table.id),
    index('runs_revision').on(table.revisionId),
  ],
);

/** One row per try, stored at the claim and finished when the try ends. Belongs to a mail or to a task, never both. */
export const attempts = sqliteTable(
  'attempts',
  {
    id: id(),
    mailId: text('mail_id').references(() => mails.id, { onDelete: 'cascade' }),
    taskId: text('task_id').references(() => tasks.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    startedAt: integer('started_at').notNull(),
    endedAt: integer('ended_at'),
    outcome: text('outcome').$type<AttemptOutcome>().notNull(),
    class: text('class'),
    code: text('code'),
    message: text('message'),
  },
  (table) => [
    uniqueIndex('attempts_mail').on(table.mailId, table.number).where(sql`mail_id is not null`),
    uniqueIndex('attempts_task').on(table.taskId, table.number).where(sql`task_id is not null`),
    index('attempts_running').on(table.id).where(sql`outcome = 'running'`),
  ],
);
