import { z } from 'zod';
import { parseJsonText } from '@/components/form/parse-json';
import { isJsonObject, type JsonObject } from '@/lib/format/json';
import { MAX_INTERVAL_S } from '@/lib/schedules/schema';
import { TaskInput } from '@/lib/tasks/schema';

/** Data as typed: text until it can be read as a JSON object. */
const DataText = z.string().transform((text, context): JsonObject => {
  const parsed = parseJsonText(text);
  if (!parsed.ok) context.addIssue({ code: 'custom', message: parsed.message });
  else if (parsed.value === undefined) return {};
  else if (isJsonObject(parsed.value)) return parsed.value;
  else context.addIssue({ code: 'custom', message: 'must be a JSON object: { … }' });
  return z.NEVER;
});

/** A time as the browser's own field gives it: local; empty for none. */
const LocalTime = z.string().transform((text, context) => {
  if (text === '') return undefined;
  const ms = Date.parse(text);
  if (!Number.isNaN(ms)) return ms;
  context.addIssue({ code: 'custom', message: 'is not a time' });
  return z.NEVER;
});

/** A whole number as typed; empty for none. */
const IntegerText = z.string().transform((text, context) => {
  if (text.trim() === '') return undefined;
  const value = Number(text);
  if (Number.isInteger(value)) return value;
  context.addIssue({ code: 'custom', message: 'must be a whole number' });
  return z.NEVER;
});

const FunctionNameText = z.string().trim().min(1, 'Which function?');

/** A task as typed. */
export const TaskForm = z.object({
  functionName: FunctionNameText,
  data: DataText,
  startTimestamp: LocalTime,
  priority: IntegerText.pipe(TaskInput.shape.priority),
  tags: z.array(z.string().min(1).max(256)).max(50),
});

/** How long the units of an interval are, in seconds. */
export const UNIT_SECONDS = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;
export type IntervalUnit = keyof typeof UNIT_SECONDS;
export const INTERVAL_UNITS = Object.keys(UNIT_SECONDS) as IntervalUnit[];

/** A schedule as typed. */
export const ScheduleForm = z
  .object({
    functionName: FunctionNameText,
    every: z.string(),
    unit: z.enum(['seconds', 'minutes', 'hours', 'days']),
    data: DataText,
    startTimestamp: LocalTime,
    priority: IntegerText.pipe(TaskInput.shape.priority),
  })
  .transform(({ every, unit, ...rest }, context) => {
    const interval = Number(every) * UNIT_SECONDS[unit];
    if (every.trim() !== '' && Number.isInteger(interval) && interval >= 1 && interval <= MAX_INTERVAL_S) {
      return { ...rest, interval };
    }
    context.addIssue({ code: 'custom', path: ['every'], message: 'must be at least 1 second and at most ten years' });
    return z.NEVER;
  });

/** "every hour", "every 90 minutes", "every 2 days". */
export function toIntervalWords(seconds: number): string {
  const unit = INTERVAL_UNITS.toReversed().find((one) => seconds % UNIT_SECONDS[one] === 0) ?? 'seconds';
  const count = seconds / UNIT_SECONDS[unit];
  return count === 1 ? `every ${unit.slice(0, -1)}` : `every ${count.toLocaleString('en')} ${unit}`;
}
