import { z } from 'zod';
import { parseInstant } from '@/lib/format/instant';
import type { JsonObject, JsonValue } from '@/lib/format/json';
import type { TASK_STATUSES } from './constants';

export type TaskStatus = (typeof TASK_STATUSES)[number];

/** An ISO 8601 time or epoch milliseconds, read into epoch milliseconds. */
export const TimestampInput = z.union([z.number(), z.string().min(1).max(64)]).transform((value, context) => {
  const ms = parseInstant(value);
  if (ms !== undefined && ms >= 0) return ms;
  context.addIssue({ code: 'custom', message: 'must be an ISO 8601 time or epoch milliseconds, until the year 9999' });
  return z.NEVER;
});

/** Body of `POST /tasks/v1`. */
export const TaskInput = z.object({
  functionName: z.string().min(1).max(256),
  data: z.record(z.string(), z.json()).optional() as unknown as z.ZodOptional<z.ZodType<JsonObject, JsonObject>>,
  startTimestamp: TimestampInput.optional(),
  priority: z.number().int().min(-1_000_000).max(1_000_000).optional(),
  tags: z.array(z.string().min(1).max(256)).max(50).optional(),
});
export type TaskInput = z.infer<typeof TaskInput>;

export interface TaskError {
  type: 'runtime' | 'invocation';
  name: string | undefined;
  message: string;
}

/** A stored task. Timestamps are epoch milliseconds. */
export interface Task {
  id: string;
  runId: string | undefined;
  status: TaskStatus;
  statusChangedTimestamp: number;
  functionName: string;
  data: JsonObject;
  startTimestamp: number;
  tags: string[];
  priority: number;
  createdByUserId: string | undefined;
  createdByApplicationId: string | undefined;
  retriedByTaskId: string | undefined;
  retryForTaskIds: string[];
  /** How many of `retryForTaskIds` came before a person asked for it again: they do not count as automatic retries. */
  retriesBefore?: number;
  error: TaskError | undefined;
  /** Why a person ended it. */
  reason?: string | undefined;
  result: JsonValue | undefined;
  attempts: number;
  /** The same for a task and all its retries: what the called function uses to do its effect once. */
  idempotencyKey: string;
  /** Depth of the event that caused it; 0 when created directly. */
  depth: number;
  creationTimestamp: number;
  updateTimestamp: number;
}

/** One line that a function wrote. */
export interface TaskLogLine {
  timestamp: number;
  message: string;
}
