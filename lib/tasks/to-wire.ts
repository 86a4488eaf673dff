import type { JsonObject } from '@/lib/format/json';
import { iso } from '@/lib/format/time';
import type { Task } from './schema';

/** The task as the HTTP contract shows it: ISO 8601 times, absent fields left out. */
export function toWireTask(task: Task): JsonObject {
  const optional = {
    createdByUserId: task.createdByUserId,
    createdByApplicationId: task.createdByApplicationId,
    retriedByTaskId: task.retriedByTaskId,
    retryForTaskIds: task.retryForTaskIds.length > 0 ? task.retryForTaskIds : undefined,
    error: task.error && {
      type: task.error.type,
      ...(task.error.name === undefined ? {} : { name: task.error.name }),
      message: task.error.message,
    },
    result: task.result,
  };
  const present = Object.entries(optional).filter((entry) => entry[1] !== undefined);
  return {
    id: task.id,
    status: task.status,
    statusChangedTimestamp: iso(task.statusChangedTimestamp),
    functionName: task.functionName,
    data: task.data,
    startTimestamp: iso(task.startTimestamp),
    tags: task.tags,
    priority: task.priority,
    ...(Object.fromEntries(present) as JsonObject),
    creationTimestamp: iso(task.creationTimestamp),
    updateTimestamp: iso(task.updateTimestamp),
  };
}
