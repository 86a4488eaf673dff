import { and, eq, inArray, sql } from 'drizzle-orm';
import type { PlannedTask } from '@/lib/dispatch/schema';
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
import { taskLogs, tasks } from './schema/tasks';

export interface NewTask extends Omit<PlannedTask, 'type'> {
  id: string;
  runId?: string;
  createdByUserId?: string;
  createdByApplicationId?: string;
  retryForTaskIds?: string[];
  retriesBefore?: number;
  /** The task's own id, its run's id, or that of the first task that this one retries. */
  idempotencyKey: string;
  depth: number;
  /** Run at once by who asked for it, not by a worker. */
  direct?: boolean;
  now: number;
}

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

/** Stores a task as new, inside a write transaction that the caller has opened. */
export function insertTask(task: NewTask): void {
  const { now } = task;
  statement(INSERT_TASK).run(
    task.id,
    task.runId ?? null,
    now,
    task.functionName,
    JSON.stringify(task.data),
    task.startTimestamp,
    JSON.stringify(task.tags),
    task.priority ?? 0,
    task.createdByUserId ?? null,
    task.createdByApplicationId ?? null,
    JSON.stringify(task.retryForTaskIds ?? []),
    task.idempotencyKey,
    task.depth,
    task.direct ? 1 : 0,
    task.retriesBefore ?? 0,
    now,
    now,
  );
  noteChange({ kind: 'task', id: task.id, status: 'new' });
}

const INSERT_TASK = `
  INSERT INTO tasks (id, run_id, status, status_changed_timestamp, function_name, data, start_timestamp, tags, priority,
    created_by_user_id, created_by_application_id, retry_for_task_ids, attempts, idempotency_key, depth, direct,
    retries_before, creation_timestamp, update_timestamp)
  VALUES (?, ?, 'new', ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?)`;

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

/** Claims due tasks in a commit of their own. */
export async function claimTasks(options: PickOptions): Promise<{ items: ClaimedTask[]; cursor: string }> {
  const { ids, cursor } = pickDueTasks(options);
  if (ids.length === 0) return { items: [], cursor };
  return { items: writeTransaction(() => ids.flatMap((id) => claimTask(id, options.now))), cursor };
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

/** A task that does the same again, with the same idempotency key; not stored yet. */
export function retryOf(task: Task, id: string, startTimestamp: number, now: number): NewTask {
  return {
    id,
    runId: task.runId,
    functionName: task.functionName,
    data: task.data,
    tags: task.tags,
    priority: task.priority,
    createdByUserId: task.createdByUserId,
    createdByApplicationId: task.createdByApplicationId,
    retryForTaskIds: [...task.retryForTaskIds, task.id],
    retriesBefore: task.retriesBefore ?? 0,
    idempotencyKey: task.idempotencyKey,
    depth: task.depth,
    startTimestamp,
    now,
  };
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

/** Cancels a task that is still new, with its run. @returns false when it is in another status. */
export async function cancelTask(id: string, now: number): Promise<boolean> {
  return writeTransaction(() => {
    const row = database()
      .update(tasks)
      .set({ status: 'canceled', statusChangedTimestamp: now, updateTimestamp: now })
      .where(and(eq(tasks.id, id), eq(tasks.status, 'new')))
      .returning({ runId: tasks.runId })
      .get();
    if (row) noteChange({ kind: 'task', id, status: 'canceled' });
    if (row?.runId) setRunStatus(row.runId, 'canceled', 'its task was canceled', now);
    return row !== undefined;
  });
}

/** The task, or undefined. */
export async function findTask(id: string): Promise<Task | undefined> {
  const row = database().select().from(tasks).where(eq(tasks.id, id)).get();
  return row ? toTask(row) : undefined;
}

/** All tasks of these runs, retried ones too, oldest first. */
export async function listTasksOfRuns(runIds: readonly string[]): Promise<Task[]> {
  return database()
    .select()
    .from(tasks)
    .where(inArray(tasks.runId, [...runIds]))
    .orderBy(tasks.id)
    .all()
    .map(toTask);
}

/** Log lines of a task from `since` (epoch ms) on, oldest first. */
export async function listTaskLogs(taskId: string, since = 0): Promise<TaskLogLine[]> {
  return database()
    .select({ timestamp: taskLogs.timestamp, message: taskLogs.message })
    .from(taskLogs)
    .where(and(eq(taskLogs.taskId, taskId), sql`${taskLogs.timestamp} >= ${since}`))
    .orderBy(taskLogs.timestamp, taskLogs.id)
    .all();
}

export function toTask(row: typeof tasks.$inferSelect): Task {
  const { claimToken: _token, direct: _direct, ...task } = row;
  return {
    ...task,
    runId: row.runId ?? undefined,
    createdByUserId: row.createdByUserId ?? undefined,
    createdByApplicationId: row.createdByApplicationId ?? undefined,
    retriedByTaskId: row.retriedByTaskId ?? undefined,
    error: row.error ?? undefined,
    reason: row.reason ?? undefined,
    result: row.result?.value,
  };
}
