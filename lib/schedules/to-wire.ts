import { iso } from '@/lib/format/time';
import type { Schedule } from './schema';

/** The schedule as `tasks/v1` shows it: ISO 8601 times, absent fields left out. With `select()` fields may be missing. */
export function toWireSchedule(schedule: Schedule) {
  const { createdByUserId: _user, createdByApplicationId: _application, ...fields } = schedule;
  const { priority, startTimestamp, nextTimestamp, creationTimestamp, updateTimestamp, ...others } = fields;
  return {
    ...others,
    ...(priority === undefined ? {} : { priority }),
    startTimestamp: iso(startTimestamp),
    nextTimestamp: iso(nextTimestamp),
    creationTimestamp: iso(creationTimestamp),
    updateTimestamp: iso(updateTimestamp),
  };
}
