import { and, eq, sql } from 'drizzle-orm';
import { newObjectId } from '@/lib/format/id';
import type { JsonValue } from '@/lib/format/json';
import type { Task, TaskError, TaskLogLine } from '@/lib/tasks/schema';
import { closeAttempt, openAttempt } from './attempts';
import { noteChange } from './changes';
import { database, plucked, prepared, readTransaction, statement, writeTransaction } from './client';
import { type MatchedEvent, storeMatchedEvent } from './events';
import { hasFault } from './faults';
import { type LaneQueue, type PickOptions, pickDue } from './lanes';
import type { LostWorks } from './lost-work';
import { setRunStatus } from './run-status';
import { tasks } from './schema/tasks';
import { insertTask, retryOf, toTask } from './tasks';

/** A task under way, and the token that its finish must show. */
export interface ClaimedTask {
  task: Task;
  lane: string;
  claimToken: string;
  attemptId: string;
}

/** How an attempt to run a task ended. */
export interface TaskFinish {
  task: Task;
  claimToken: string;
  attemptId: string;
  logs: TaskLogLine[];
  endedAt: number;
  end:
    | { status: 'complete'; result: JsonValue | undefined }
    | { status: 'retried'; error: TaskError; retryAt: number; reason: string }
    | { status: 'failed'; error: TaskError; event: MatchedEvent }
    /** The target is away: the same task waits on, and no retry of it is spent. */
    | { status: 'deferred'; error: TaskError; retryAt: number; reason: string }
    /** Stopped by our own shutdown: it is due again at once. */
    | { status: 'interrupted' };
}

// Without the name of the index, SQLite takes the one of the status, and reads or sorts all that waits for each look.
const newTasks: LaneQueue = {
  anyDue: (now) =>
    plucked(`SELECT 1 FROM tasks INDEXED BY tasks_next WHERE status = 'new' AND start_timestamp <= ? LIMIT 1`).get(
      now,
    ) !== undefined,
  laneAfter: (lane) =>
    plucked(
      `SELECT function_name FROM tasks INDEXED BY tasks_due WHERE status = 'new' AND function_name > ?
       ORDER BY function_name LIMIT 1`,
    ).get(lane) as string | undefined,
  dueIn: (lane, now, limit, agedSince) => {
    const urgent = mostUrgentIn(lane, now, limit);
    if (agedSince === undefined) return urgent;
    return [...new Set([...oldestIn(lane, agedSince, limit), ...urgent])].slice(0, limit);
  },
};

function mostUrgentIn(lane: string, now: number, limit: number): string[] {
  const ids: string[] = [];
  for (let priority = highestPriority(lane, Number.MAX_SAFE_INTEGER); priority !== undefined && ids.length < limit; ) {
    ids.push(...dueAtPriority(lane, priority, now, limit - ids.length));
    priority = highestPriority(lane, priority);
  }
  return ids;
}

/** Of each priority those that have been due for longest, and of these the oldest: each look is one into the index. */
function oldestIn(lane: string, since: number, limit: number): string[] {
  const found: { id: string; startTimestamp: number }[] = [];
  for (
    let priority = highestPriority(lane, Number.MAX_SAFE_INTEGER);
    priority !== undefined;
    priority = highestPriority(lane, priority)
  ) {
    const rows = statement(OLDEST_AT_PRIORITY).all(lane, priority, since, limit);
    found.push(...(rows as typeof found));
  }
  found.sort((a, b) => a.startTimestamp - b.startTimestamp || (a.id < b.id ? -1 : 1));
  return found.slice(0, limit).map(({ id }) => id);
}

const OLDEST_AT_PRIORITY = `
  SELECT id, start_timestamp AS startTimestamp FROM tasks INDEXED BY tasks_due WHERE status = 'new' AND function_name = ?
  AND priority = ? AND start_timestamp <= ? ORDER BY start_timestamp, id LIMIT ?`;

/** The highest priority below `below` that a waiting task of the lane has. */
function highestPriority(lane: string, below: number): number | undefined {
  return plucked(
    `SELECT priority FROM tasks INDEXED BY tasks_due WHERE status = 'new' AND function_name = ? AND priority < ?
     ORDER BY priority DESC LIMIT 1`,
  ).get(lane, below) as number | undefined;
}

function dueAtPriority(lane: string, priority: number, now: number, limit: number): string[] {
  return plucked(
    `SELECT id FROM tasks INDEXED BY tasks_due WHERE status = 'new' AND function_name = ? AND priority = ?
     AND start_timestamp <= ? ORDER BY start_timestamp, id LIMIT ?`,
  ).all(lane, priority, now, limit) as string[];
}

/** Ids of tasks that are due, by turns over the functions. */
export function pickDueTasks(options: PickOptions): { ids: string[]; cursor: string } {
  return readTransaction(() => pickDue(newTasks, options));
}

/**
 * Claims a new task, inside a write transaction that the caller has opened: status, token, attempt count and attempt row,
 * all before anything is called.
 * @returns nothing when it is not new any more.
 */
export function claimTask(id: string, now: number): ClaimedTask[] {
  const claimToken = newObjectId();
  const row = claimStatement().get({ id, claimToken, now });
  if (!row) return [];
  const attemptId = openAttempt({ taskId: id }, row.attempts, now);
  noteChange({ kind: 'task', id, status: 'inProgress' });
  return [{ task: toTask(row), lane: row.functionName, claimToken, attemptId }];
}

function claimStatement() {
  return prepared('tasks.claim', (db) =>
    db
      .update(tasks)
      .set({
        status: 'inProgress',
        statusChangedTimestamp: sql`${sql.placeholder('now')}`,
        claimToken: sql`${sql.placeholder('claimToken')}`,
        attempts: sql`${tasks.attempts} + 1`,
        updateTimestamp: sql`${sql.placeholder('now')}`,
      })
      .where(and(eq(tasks.id, sql.placeholder('id')), eq(tasks.status, 'new')))
      .returning()
      .prepare(),
  );
}

/**
 * Records how attempts ended, in one commit: the task, its run, its log lines, the next task when it is retried, and
 * the `task_failed` event when it failed for good.
 * @returns for each, whether it still held its claim; if not, only the attempt is kept, as `stale`.
 */
export async function finishTasks(finishes: readonly TaskFinish[]): Promise<boolean[]> {
  return writeTransaction(() => finishes.map(finishTask));
}

/** The same for one of them, inside a write transaction that the caller has opened. */
export function finishTask(finish: TaskFinish): boolean {
  const { task, end, endedAt } = finish;
  const retryId = end.status === 'retried' ? newObjectId(endedAt) : undefined;
  const status = end.status === 'interrupted' || end.status === 'deferred' ? 'new' : end.status;
  const values = [
    status,
    endedAt,
    'error' in end && status !== 'new' ? JSON.stringify(end.error) : null,
    end.status === 'deferred' ? end.retryAt : null,
    end.status === 'complete' && end.result !== undefined ? JSON.stringify({ value: end.result }) : null,
    retryId ?? null,
    endedAt,
    task.id,
  ];
  const { changes: changed } = hasFault('no-fencing')
    ? statement(FINISH_TASK).run(values)
    : statement(`${FINISH_TASK} ${OF_THIS_CLAIM}`).run(values, finish.claimToken);
  closeAttempt(finish.attemptId, changed === 1 ? attemptEnd(end) : { outcome: 'stale' }, endedAt);
  if (changed !== 1) return false;
  noteChange({ kind: 'task', id: task.id, status });
  for (const { timestamp, message } of finish.logs) {
    statement('INSERT INTO task_logs (task_id, timestamp, message) VALUES (?, ?, ?)').run(task.id, timestamp, message);
  }
  if (retryId !== undefined && end.status === 'retried') insertTask(retryOf(task, retryId, end.retryAt, endedAt));
  if (end.status === 'failed') storeMatchedEvent(end.event);
  if (task.runId) carryRun(task.runId, end, endedAt);
  return true;
}

const FINISH_TASK = `
  UPDATE tasks SET status = ?, status_changed_timestamp = ?, claim_token = NULL, error = ?,
    start_timestamp = coalesce(?, start_timestamp), result = ?, retried_by_task_id = ?, update_timestamp = ?
  WHERE id = ?`;

/** Nobody else has claimed the task since. */
const OF_THIS_CLAIM = `AND claim_token = ? AND status = 'inProgress'`;

function attemptEnd(end: TaskFinish['end']) {
  if (end.status === 'complete') return { outcome: 'succeeded' } as const;
  if (end.status === 'interrupted') return { outcome: 'interrupted', message: 'The server was shut down' } as const;
  return { outcome: 'failed', class: end.error.type, code: end.error.name, message: end.error.message } as const;
}

function carryRun(runId: string, end: TaskFinish['end'], now: number): void {
  if (end.status === 'complete') setRunStatus(runId, 'succeeded', undefined, now);
  else if (end.status === 'failed') setRunStatus(runId, 'failed', end.error.message, now);
  else setRunStatus(runId, 'running', 'reason' in end ? end.reason : undefined, now);
}

/** When the next task that is not due yet falls due (epoch ms). */
export async function nextTaskDueAt(now: number): Promise<number | undefined> {
  return plucked(
    `SELECT start_timestamp FROM tasks INDEXED BY tasks_next WHERE status = 'new' AND start_timestamp > ?
     ORDER BY start_timestamp LIMIT 1`,
  ).get(now) as number | undefined;
}

/**
 * After a crash, under the exclusive lock: whatever was in progress is new again, with the same id and the same key.
 * @returns the tasks that take servers down: they stay in progress, for the caller to fail.
 */
export async function reclaimTasks(now: number, lost: LostWorks): Promise<ClaimedTask[]> {
  return writeTransaction(() => {
    const inProgress = database().select().from(tasks).where(eq(tasks.status, 'inProgress')).all();
    const poison = inProgress.filter((row) => lost.get(row.id)?.isPoison);
    for (const { id, startTimestamp } of inProgress.filter((row) => !poison.includes(row))) {
      database()
        .update(tasks)
        .set({
          status: 'new',
          statusChangedTimestamp: now,
          startTimestamp: lost.get(id)?.dueAt ?? startTimestamp,
          claimToken: null,
          updateTimestamp: now,
        })
        .where(eq(tasks.id, id))
        .run();
    }
    return poison.map((row) => ({
      task: toTask(row),
      lane: row.functionName,
      claimToken: row.claimToken ?? '',
      attemptId: '',
    }));
  });
}
