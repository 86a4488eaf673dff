import { and, count, eq } from 'drizzle-orm';
import { database, writeTransaction } from './client';
import { tasks } from './schema/tasks';
import { type ClaimedTask, claimTask } from './task-claims';
import { insertTask, type NewTask, toTask } from './tasks';

const underWay = and(eq(tasks.status, 'inProgress'), eq(tasks.direct, true));

/**
 * Stores a task that is run at once by who asked for it, in progress from the start: no worker ever claims it.
 * @returns undefined when `limit` such tasks are under way already; nothing is stored then.
 */
export async function beginDirectTask(task: NewTask, limit: number): Promise<ClaimedTask | undefined> {
  return writeTransaction(() => {
    const running = database().select({ count: count() }).from(tasks).where(underWay).get()?.count ?? 0;
    if (running >= limit) return undefined;
    insertTask({ ...task, direct: true });
    return claimTask(task.id, task.now)[0];
  });
}

/** After a crash: the direct tasks that were under way. Nobody waits for them any more; they are for the caller to fail. */
export async function listLostDirectTasks(): Promise<ClaimedTask[]> {
  const rows = database().select().from(tasks).where(underWay).all();
  return rows.map((row) => ({
    task: toTask(row),
    lane: row.functionName,
    claimToken: row.claimToken ?? '',
    attemptId: '',
  }));
}
