import { createScheduledTasks, listDueSchedules, type ScheduledTask } from '@/db/schedules';
import { newObjectId } from '@/lib/format/id';
import { loadFunction } from '@/lib/functions/load-function';
import { dueSlot } from './due';
import type { Schedule } from './schema';

/**
 * Creates the tasks of all schedules that are due at `now` (epoch ms), at most `limit`. However long the server was down,
 * a schedule gets one task for all that it missed.
 * @returns how many schedules were looked at: fewer than `limit` when none is left.
 */
export async function runDueSchedules(now: number, limit: number): Promise<number> {
  const due = await listDueSchedules(now, limit);
  const list: ScheduledTask[] = [];
  for (const schedule of due) list.push(await toScheduledTask(schedule, now));
  if (list.length > 0) await createScheduledTasks(list, now);
  return due.length;
}

async function toScheduledTask(schedule: Schedule, now: number): Promise<ScheduledTask> {
  const { functionName, data, createdByUserId, createdByApplicationId } = schedule;
  // A function that cannot be read is the task's failure, where it is seen; it must not hold up other schedules.
  const fn = schedule.priority === undefined ? await loadFunction(functionName).catch(() => undefined) : undefined;
  const { due, next } = dueSlot(schedule.nextTimestamp, schedule.interval, now);
  const id = newObjectId(now);
  const task = {
    id,
    functionName,
    data,
    startTimestamp: due,
    tags: [],
    priority: schedule.priority ?? fn?.settings.executionOptions.defaultPriority,
    createdByUserId,
    createdByApplicationId,
    idempotencyKey: id,
    depth: 0,
    now,
  };
  return { schedule, task, nextTimestamp: next };
}
