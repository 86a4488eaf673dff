import { and, eq, inArray, sql } from 'drizzle-orm';
import type { PlannedTask } from '@/lib/dispatch/schema';
import type { Task, TaskLogLine } from '@/lib/tasks/schema';
import { noteChange } from './changes';
import { database, statement, writeTransaction } from './client';
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
