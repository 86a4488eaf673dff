import { makeOnce } from '@/db/request-keys';
import { findTask, insertTask } from '@/db/tasks';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { newObjectId } from '@/lib/format/id';
import { loadFunction } from '@/lib/functions/load-function';
import { type Created, createdBy, keyedRequest } from '@/lib/http/idempotency-key';
import { parseInput } from '@/lib/http/parse-input';
import { serverContext } from '@/lib/server/context';
import { type Task, TaskInput } from './schema';

/**
 * Creates a task, to start at `startTimestamp` or at once.
 * @param key the same one with the same body again answers the first task.
 * @throws ServiceError 10, 14, 15, 26 (the key was used for another).
 */
export async function createTask(
  principal: Principal,
  body: unknown,
  now: number,
  key?: string,
): Promise<Created<Task>> {
  requirePermission(principal, 'CREATE_TASKS');
  const input = parseInput(TaskInput, body);
  const request = keyedRequest('POST /tasks/v1', principal, { key, body: input, now });
  const fn = input.priority === undefined ? await loadFunction(input.functionName) : undefined;
  const made = await makeOnce(request, () => {
    const id = newObjectId(now);
    insertTask({
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
    return id;
  });
  const task = createdBy(made, await findTask(made.id));
  if (!task.duplicate) serverContext().wake();
  return task;
}
