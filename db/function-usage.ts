import { setImmediate as nextTurn } from 'node:timers/promises';
import { firstIdAt } from '@/lib/format/id';
import type { FunctionActivity, FunctionUser } from '@/lib/functions/usage/schema';
import type { TaskStatus } from '@/lib/tasks/schema';
import { prepared } from './client';

/** Rows that are counted of one kind at most; a count that reaches it means "so many or more". */
export const COUNTED_MOST = 10_000;
/** As `json_extract` finds it in the index `actions_function`. */
const FUNCTION_NAME = "json_extract(definition, '$.functionName')";
/** A function name that is filled from the event; which function it is, nobody knows before. */
const IS_EXPRESSION = `${FUNCTION_NAME} LIKE '%{{%'`;

/** How many dispatchers call each function by its name. Read from an index alone. */
export function countDispatchersByFunction(): Map<string, number> {
  const rows = prepared('usage.dispatchers', (db) =>
    db.$client
      .prepare(
        `SELECT ${FUNCTION_NAME}, count(DISTINCT dispatcher_id) FROM actions WHERE type = 'task' GROUP BY ${FUNCTION_NAME}`,
      )
      .raw(),
  ).all() as [string, number][];
  return new Map(rows);
}

/** How many schedules make tasks of each function. */
export function countSchedulesByFunction(): Map<string, number> {
  const rows = prepared('usage.schedules', (db) =>
    db.$client.prepare('SELECT function_name, count(*) FROM schedules GROUP BY function_name').raw(),
  ).all() as [string, number][];
  return new Map(rows);
}

/** Dispatchers with an action that calls this function by its name, oldest first. */
export function listDispatchersOf(functionName: string, limit: number): FunctionUser[] {
  const rows = prepared('usage.dispatchersOf', (db) =>
    db.$client.prepare(
      `SELECT d.id, d.name, d.event_type AS eventType, d.enabled FROM dispatchers d WHERE d.id IN (
         SELECT dispatcher_id FROM actions WHERE type = 'task' AND ${FUNCTION_NAME} = ?) ORDER BY d.id LIMIT ?`,
    ),
  ).all(functionName, limit) as (Omit<FunctionUser, 'name' | 'enabled'> & { name: string | null; enabled: number })[];
  return rows.map((row) => ({ ...row, name: row.name ?? undefined, enabled: row.enabled === 1 }));
}

/** How many dispatchers have an action whose function name is filled from the event: any function may be theirs. */
export function countComputedUsers(): number {
  return prepared('usage.computed', (db) =>
    db.$client
      .prepare(`SELECT count(DISTINCT dispatcher_id) FROM actions WHERE type = 'task' AND ${IS_EXPRESSION}`)
      .pluck(),
  ).get() as number;
}

/** Schedules of this function, the next due first. */
export function listSchedulesOf(
  functionName: string,
  limit: number,
): { id: string; interval: number; nextTimestamp: number }[] {
  return prepared('usage.schedulesOf', (db) =>
    db.$client.prepare(
      `SELECT id, interval, next_timestamp AS nextTimestamp FROM schedules WHERE function_name = ?
       ORDER BY next_timestamp, id LIMIT ?`,
    ),
  ).all(functionName, limit) as { id: string; interval: number; nextTimestamp: number }[];
}

/** What became of the functions' tasks: each one's newest run, what waits, and what failed since `since` (epoch ms). */
export async function readFunctionActivity(
  names: readonly string[],
  since: number,
): Promise<Map<string, FunctionActivity>> {
  const failures = countFailures(since);
  const activity = new Map<string, FunctionActivity>();
  for (const name of names) {
    const last = lastRun(name);
    activity.set(name, {
      failures24h: failures.get(name) ?? 0,
      waiting: countWaiting(name),
      ...(last ? { lastRun: last } : {}),
    });
    await nextTurn();
  }
  return activity;
}

function countFailures(since: number): Map<string, number> {
  const rows = prepared('usage.failures', (db) =>
    db.$client
      .prepare(
        `SELECT function_name, count(*) FROM (
           SELECT function_name FROM tasks WHERE status = 'failed' AND id >= ? ORDER BY id DESC LIMIT ${COUNTED_MOST})
         GROUP BY function_name`,
      )
      .raw(),
  ).all(firstIdAt(since)) as [string, number][];
  return new Map(rows);
}

function countWaiting(name: string): number {
  return prepared('usage.waiting', (db) =>
    db.$client
      .prepare(
        `SELECT count(*) FROM (SELECT 1 FROM tasks WHERE status = 'new' AND function_name = ? LIMIT ${COUNTED_MOST})`,
      )
      .pluck(),
  ).get(name) as number;
}

/** The newest task that did begin. Those that wait are the newest ones: a long queue is not walked to its end. */
function lastRun(name: string): FunctionActivity['lastRun'] {
  const row = prepared('usage.last', (db) =>
    db.$client.prepare(
      `SELECT id, status, status_changed_timestamp AS at FROM (
         SELECT id, status, status_changed_timestamp FROM tasks WHERE function_name = ? ORDER BY id DESC LIMIT 1000)
       WHERE status NOT IN ('new', 'canceled') ORDER BY id DESC LIMIT 1`,
    ),
  ).get(name) as { id: string; status: TaskStatus; at: number } | undefined;
  return row && { taskId: row.id, status: row.status, at: row.at };
}
