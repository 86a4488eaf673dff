import { MAX_TAGS, TaskAction } from '@/lib/dispatchers/schema';
import { addDuration, looksLikeDuration } from '@/lib/expressions/duration';
import { kindOf } from '@/lib/expressions/text';
import { MAX_INSTANT_MS, parseInstant } from '@/lib/format/instant';
import { isJsonObject, type JsonObject, type JsonValue } from '@/lib/format/json';
import type { PlanContext } from './plan-context';
import { readStored } from './plan-stored';
import type { PlannedTask } from './schema';

const FUNCTION_NAME_MAX = 256;
const TAG_MAX = 128;
const CONTROL_CHARACTER = /[\p{Cc}\u2028\u2029]/u;
/** As milliseconds these lie between 1970 and 1973: somebody meant seconds. */
const LOOKS_LIKE_SECONDS = { from: 100_000_000, to: 100_000_000_000 };

/** Plans a task: the function, its data with `event` added, when it starts, tags and priority. */
export function planTask(stored: unknown, context: PlanContext): PlannedTask | undefined {
  const action = readStored(TaskAction, stored, context);
  if (!action) return undefined;
  const functionName = planFunctionName(action.functionName, context);
  const data = planData(action.data, context);
  const startTimestamp = planStart(action.startTimestamp, context);
  const tags = planTags(action.tags ?? [], context);
  if (functionName === undefined || data === undefined || startTimestamp === undefined) return undefined;
  return { type: 'task', functionName, data, startTimestamp, tags, priority: action.priority };
}

function planFunctionName(source: string, context: PlanContext): string | undefined {
  const name = context.evaluate(source, 'functionName');
  if (name === undefined) return undefined;
  if (typeof name !== 'string') return context.problem('functionName', `must give a name and gives ${kindOf(name)}`);
  const isName = name !== '' && name.length <= FUNCTION_NAME_MAX && !CONTROL_CHARACTER.test(name);
  return isName ? name : context.problem('functionName', 'gives no name of a function');
}

function planData(data: JsonObject | undefined, context: PlanContext): JsonObject | undefined {
  const evaluated = context.evaluateDeep(data ?? {}, 'data');
  return isJsonObject(evaluated) ? { ...evaluated, event: context.event } : undefined;
}

function planTags(sources: readonly string[], context: PlanContext): string[] {
  const tags: string[] = [];
  for (const { value, label } of context.spread(sources, 'tags')) {
    const tag = typeof value === 'object' ? undefined : String(value);
    if (tag === undefined) context.problem(label, `must give a text and gives ${kindOf(value)}`);
    else if (tag === '' || tag.length > TAG_MAX) context.problem(label, `must give 1 to ${TAG_MAX} characters`);
    else tags.push(tag);
  }
  if (tags.length > MAX_TAGS) context.problem('tags', `gives more than ${MAX_TAGS} tags`);
  return tags;
}

/** Absent means now. A moment that has passed is a start without delay. */
function planStart(source: string | number | undefined, context: PlanContext): number | undefined {
  if (source === undefined) return context.input.now;
  const value = typeof source === 'number' ? source : context.evaluate(source, 'startTimestamp');
  if (value === undefined) return undefined;
  const start = startOf(value, context.input.event.creationTimestamp);
  if (start === undefined || start < 0 || start > MAX_INSTANT_MS) {
    const given =
      typeof value === 'string' || typeof value === 'number' ? `'${String(value).slice(0, 64)}'` : kindOf(value);
    return context.problem(
      'startTimestamp',
      `must give an ISO 8601 time, epoch milliseconds or a duration such as P1DT2H, up to the year 9999, and gives ${given}`,
    );
  }
  const isAbsolute = typeof value === 'number' || !looksLikeDuration(String(value));
  if (isAbsolute && start >= LOOKS_LIKE_SECONDS.from && start < LOOKS_LIKE_SECONDS.to) {
    return context.problem('startTimestamp', `gives ${start}, which looks like seconds; milliseconds are needed`);
  }
  return start;
}

function startOf(value: JsonValue, eventTimestamp: number): number | undefined {
  const isDuration = typeof value === 'string' && looksLikeDuration(value);
  return isDuration ? addDuration(eventTimestamp, value) : parseInstant(value);
}
