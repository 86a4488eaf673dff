import { insertSchedule } from '@/db/schedules';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { newObjectId } from '@/lib/format/id';
import { parseInput } from '@/lib/http/parse-input';
import { serverContext } from '@/lib/server/context';
import { firstSlot } from './due';
import { type Schedule, ScheduleInput } from './schema';

/** Creates a schedule; without `startTimestamp` its first task is due now. @throws ServiceError 10, 14, 15. */
export async function createSchedule(principal: Principal, body: unknown, now: number): Promise<Schedule> {
  requirePermission(principal, 'CREATE_TASK_SCHEDULE');
  const { interval, functionName, data = {}, priority, startTimestamp = now } = parseInput(ScheduleInput, body);
  const schedule: Schedule = {
    id: newObjectId(now),
    functionName,
    interval,
    data,
    priority,
    startTimestamp,
    nextTimestamp: firstSlot(startTimestamp, interval, now),
    createdByUserId: principal.userId,
    createdByApplicationId: principal.applicationId,
    creationTimestamp: now,
    updateTimestamp: now,
  };
  await insertSchedule(schedule);
  serverContext().wake();
  return schedule;
}
