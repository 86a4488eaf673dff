import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, count, eq, gte, inArray, notExists } from 'drizzle-orm';
import { firstIdAt } from '@/lib/format/id';
import type { DispatcherActivity, NeverFired } from '@/lib/statistics/schema';
import { database, prepared } from './client';
import { dispatchers } from './schema/dispatchers';
import { runs } from './schema/runs';

const HOUR_MS = 3_600_000;
const HOURS = 24;
const DISPATCHERS_A_TURN = 10;

/** Ids of the oldest dispatchers. */
export function listOldestDispatchers(limit: number): string[] {
  const rows = database().select({ id: dispatchers.id }).from(dispatchers).orderBy(dispatchers.id).limit(limit).all();
  return rows.map((row) => row.id);
}

/** What these dispatchers did in the 24 hours before `now` (epoch ms), in the order of `ids`. */
export async function readActivity(ids: readonly string[], now: number): Promise<DispatcherActivity[]> {
  const start = now - HOURS * HOUR_MS;
  const failures = countFailures(ids, start);
  const activity: DispatcherActivity[] = [];
  for (const id of ids) {
    const lastFiredAt = lastRunAt(id);
    activity.push({
      id,
      ...(lastFiredAt === undefined ? {} : { lastFiredAt }),
      failures24h: failures.get(id) ?? 0,
      hours: Array.from({ length: HOURS }, (_, hour) => countHour(id, start + hour * HOUR_MS)),
    });
    if (activity.length % DISPATCHERS_A_TURN === 0) await nextTurn();
  }
  return activity;
}

function countHour(dispatcherId: string, from: number): number {
  return prepared('activity.hour', (db) =>
    db.$client.prepare('SELECT count(*) FROM runs WHERE dispatcher_id = ? AND id >= ? AND id < ?').pluck(),
  ).get(dispatcherId, firstIdAt(from), firstIdAt(from + HOUR_MS)) as number;
}

function lastRunAt(dispatcherId: string): number | undefined {
  return prepared('activity.last', (db) =>
    db.$client.prepare('SELECT creation_timestamp FROM runs WHERE dispatcher_id = ? ORDER BY id DESC LIMIT 1').pluck(),
  ).get(dispatcherId) as number | undefined;
}

function countFailures(ids: readonly string[], since: number): Map<string, number> {
  const rows = database()
    .select({ id: runs.dispatcherId, failures: count() })
    .from(runs)
    .where(and(eq(runs.status, 'failed'), gte(runs.id, firstIdAt(since)), inArray(runs.dispatcherId, [...ids])))
    .groupBy(runs.dispatcherId)
    .all();
  return new Map(rows.map((row) => [row.id, row.failures]));
}

/** Dispatchers without any run that is still stored, the newest first: how many, and the first `limit` of them. */
export async function listNeverFired(
  limit: number,
): Promise<{ total: number; data: Omit<NeverFired, 'suggestions'>[] }> {
  const ran = database().select({ id: runs.id }).from(runs).where(eq(runs.dispatcherId, dispatchers.id));
  const rows = database()
    .select({
      id: dispatchers.id,
      name: dispatchers.name,
      eventType: dispatchers.eventType,
      enabled: dispatchers.enabled,
      creationTimestamp: dispatchers.creationTimestamp,
    })
    .from(dispatchers)
    .where(notExists(ran))
    .all();
  const newest = rows.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit);
  return { total: rows.length, data: newest.map((row) => ({ ...row, name: row.name ?? undefined })) };
}
