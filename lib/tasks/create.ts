import { createTask as store } from '@/db/tasks';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { newObjectId } from '@/lib/format/id';
import { loadFunction } from '@/lib/functions/load-function';
import { parseInput } from '@/lib/http/parse-input';
import { serverContext } from '@/lib/server/context';
import { type Task, TaskInput } from './schema';

/** Creates a task, to start at `startTimestamp` or at once. @throws ServiceError 10, 14, 15. */
export async function createTask(principal: Principal, body: unknown, now: number): Promise<Task> {
  requirePermission(principal, 'CREATE_TASKS');
  const input = parseInput(TaskInput, body);
  const fn = input.priority === undefined ? await loadFunction(input.functionName) : undefined;
  const id = newObjectId(now);
  const task = await store({
    id,
    functionName: input.functionName,
    data: input.data ?? {},
    startTimestamp: input.startTimestamp ?? now,
    tags: input.tags ?? [],
    priority: input.priority ?? fn?.settings.executionOptions.defaultPriority,
    createdByUserId: principal.userId,
    createdByApplicationId: principal.applicationId,
    idempotencyKey: id,
    depth: 0,
    now,
  });
  serverContext().wake();
  return task;
}
