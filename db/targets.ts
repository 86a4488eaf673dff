import { MAX_COUNTED, type TargetKind } from '@/lib/targets/schema';
import { recordAudit } from './audit';
import { noteChange } from './changes';
import { prepared, writeTransaction } from './client';

/** How many of a target's newest rows are looked at. */
const RECENT = 20;
/** How many waiting tasks of a function are searched for one that was tried before. */
const SEARCHED = 2_000;

/** What is due for one target at a time: how many (at most `MAX_COUNTED`), and since when the oldest of them. */
export interface Backlog {
  waiting: number;
  oldestDueAt: number | undefined;
}

/** One ended attempt: how long it took, and whether it failed. */
export interface RecentAttempt {
  ms: number;
  failed: boolean;
  endedAt: number;
}

interface BacklogRow {
  waiting: number;
  oldest: number | null;
}

/** Tasks of a function that are due. */
export function taskBacklog(functionName: string, now: number): Backlog {
  const row = prepared('targets.tasks', (db) =>
    db.$client.prepare(
      `SELECT count(*) waiting, min(start_timestamp) oldest FROM (SELECT start_timestamp FROM tasks
       WHERE status = 'new' AND function_name = ? AND start_timestamp <= ? LIMIT ?)`,
    ),
  ).get(functionName, now, MAX_COUNTED) as BacklogRow;
  return toBacklog(row);
}

/** Mails that are due. */
export function mailBacklog(now: number): Backlog {
  const row = prepared('targets.mails', (db) =>
    db.$client.prepare(
      `SELECT count(*) waiting, min(due_at) oldest FROM (SELECT due_at FROM mails
       WHERE status = 'queued' AND due_at <= ? ORDER BY due_at LIMIT ?)`,
    ),
  ).get(now, MAX_COUNTED) as BacklogRow;
  return toBacklog(row);
}

/** Attempts of the newest tasks of a function, the newest task first. */
export function recentTaskAttempts(functionName: string): RecentAttempt[] {
  return prepared('targets.taskAttempts', (db) =>
    db.$client.prepare(
      `SELECT started_at, ended_at, outcome FROM
       (SELECT id FROM tasks WHERE function_name = ? ORDER BY id DESC LIMIT ${RECENT}) newest
       JOIN attempts ON attempts.task_id = newest.id
       WHERE ended_at IS NOT NULL ORDER BY newest.id DESC, number DESC LIMIT ${RECENT}`,
    ),
  )
    .all(functionName)
    .map(toAttempt);
}

/** Attempts of the newest mails, the newest mail first. Captured mails make none. */
export function recentMailAttempts(): RecentAttempt[] {
  return prepared('targets.mailAttempts', (db) =>
    db.$client.prepare(
      `SELECT started_at, ended_at, outcome FROM
       (SELECT id FROM mails WHERE status <> 'captured' ORDER BY id DESC LIMIT ${RECENT}) newest
       JOIN attempts ON attempts.mail_id = newest.id
       WHERE ended_at IS NOT NULL ORDER BY newest.id DESC, number DESC LIMIT ${RECENT}`,
    ),
  )
    .all()
    .map(toAttempt);
}

/** When nothing is due for a target, makes due what was tried before and would be tried next. Told in the audit log. */
export async function bringForward(kind: TargetKind, name: string, now: number): Promise<void> {
  writeTransaction(() => {
    recordAudit({ act: 'probe', object: { kind: 'target', name } });
    if (kind === 'mail') bringMailForward(now);
    else bringTaskForward(name, now);
  });
}

function bringMailForward(now: number): void {
  if (mailBacklog(now).waiting > 0) return;
  const id = prepared('targets.hastenMail', (db) =>
    db.$client
      .prepare(
        `UPDATE mails SET due_at = @now, update_timestamp = @now WHERE id =
         (SELECT id FROM mails WHERE status = 'queued' AND attempts > 0 ORDER BY due_at LIMIT 1) RETURNING id`,
      )
      .pluck(),
  ).get({ now }) as string | undefined;
  if (id) noteChange({ kind: 'mail', id, status: 'queued' });
}

/** A start time that somebody asked for stays. */
function bringTaskForward(functionName: string, now: number): void {
  if (taskBacklog(functionName, now).waiting > 0) return;
  const id = prepared('targets.hastenTask', (db) =>
    db.$client
      .prepare(
        `UPDATE tasks SET start_timestamp = @now, update_timestamp = @now WHERE id =
         (SELECT id FROM (SELECT id, start_timestamp, attempts, retry_for_task_ids FROM tasks
            WHERE status = 'new' AND function_name = @functionName LIMIT ${SEARCHED})
          WHERE attempts > 0 OR retry_for_task_ids <> '[]' ORDER BY start_timestamp LIMIT 1) RETURNING id`,
      )
      .pluck(),
  ).get({ now, functionName }) as string | undefined;
  if (id) noteChange({ kind: 'task', id, status: 'new' });
}

function toBacklog({ waiting, oldest }: BacklogRow): Backlog {
  return { waiting, oldestDueAt: oldest ?? undefined };
}

function toAttempt(row: unknown): RecentAttempt {
  const { started_at, ended_at, outcome } = row as { started_at: number; ended_at: number; outcome: string };
  return { ms: Math.max(0, ended_at - started_at), failed: outcome !== 'succeeded', endedAt: ended_at };
}
