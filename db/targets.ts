import { MAX_COUNTED } from '@/lib/targets/schema';
import { prepared } from './client';

/** How many of a target's newest rows are looked at. */
const RECENT = 20;

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

function toBacklog({ waiting, oldest }: BacklogRow): Backlog {
  return { waiting, oldestDueAt: oldest ?? undefined };
}

function toAttempt(row: unknown): RecentAttempt {
  const { started_at, ended_at, outcome } = row as { started_at: number; ended_at: number; outcome: string };
  return { ms: Math.max(0, ended_at - started_at), failed: outcome !== 'succeeded', endedAt: ended_at };
}
