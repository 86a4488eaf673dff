import { listAttempts } from '@/db/attempts';
import { collectPage } from '@/db/keyset';
import { retryTasks } from '@/db/retries';
import { findTasks, taskSource } from '@/db/task-walk';
import { findTask, listTaskLogs } from '@/db/tasks';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { parseRql } from '@/lib/rql/parse';
import { serverContext } from '@/lib/server/context';
import { findCause } from './cause';
import type { TaskDetail, TaskList } from './schema';

/** Tasks that an RQL filter selects, the newest first. @throws ServiceError 10, 19. */
export async function listNewestTasks(principal: Principal, query: string): Promise<TaskList> {
  requirePermission(principal, 'VIEW_TASKS');
  const { ids, ...page } = await collectPage(taskSource, parseRql(query));
  return { data: await findTasks(ids), ...page };
}

/** A task with every attempt, and what its function wrote. @throws ServiceError 10, 16. */
export async function viewTask(principal: Principal, id: string): Promise<TaskDetail> {
  requirePermission(principal, 'VIEW_TASKS');
  requirePermission(principal, 'VIEW_TASK_LOGS');
  return readTask(principal, id);
}

/**
 * Runs a task again that failed or was canceled, as a new one that is linked to it, with its run if it has one.
 * @returns the new task; the same one when it only waited for its next attempt.
 * @throws ServiceError 10, 16, 27.
 */
export async function retryTask(principal: Principal, id: string, now: number): Promise<TaskDetail> {
  requirePermission(principal, 'RETRY_RUNS');
  const [result] = await retryTasks([id], { now });
  if (!result) throw resourceUnknown('task', id);
  if (result.refusal !== undefined) throw new ServiceError(27, `This task cannot be retried: ${result.refusal}`);
  serverContext().wake();
  const old = await findTask(id);
  return readTask(principal, old?.retriedByTaskId ?? id);
}

async function readTask(principal: Principal, id: string): Promise<TaskDetail> {
  const task = await findTask(id);
  if (!task) throw resourceUnknown('task', id);
  return {
    ...task,
    logs: await listTaskLogs(id),
    attemptList: await listAttempts([], [id]),
    ...(await findCause(principal, task.runId)),
  };
}
