import { z } from 'zod';
import type { JsonObject } from '@/lib/format/json';
import { TaskInput } from '@/lib/tasks/schema';

/** Ten years. */
export const MAX_INTERVAL_S = 315_360_000;

const intervalMessage = `must be 1 to ${MAX_INTERVAL_S} whole seconds`;

/** Body of `POST /tasks/v1/schedules`: a task, and how often it is created. */
export const ScheduleInput = TaskInput.omit({ tags: true }).extend({
  interval: z.number().int(intervalMessage).min(1, intervalMessage).max(MAX_INTERVAL_S, intervalMessage),
});
export type ScheduleInput = z.infer<typeof ScheduleInput>;

/** A stored schedule. Timestamps are epoch milliseconds. */
export interface Schedule {
  id: string;
  functionName: string;
  /** Seconds. */
  interval: number;
  data: JsonObject;
  /** Undefined: the function's own default counts when the task is created. */
  priority: number | undefined;
  /** Its tasks are due at this time and at every `interval` after it. */
  startTimestamp: number;
  /** When the next task is due. */
  nextTimestamp: number;
  createdByUserId: string | undefined;
  createdByApplicationId: string | undefined;
  creationTimestamp: number;
  updateTimestamp: number;
}
