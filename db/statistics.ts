import { setImmediate as nextTurn } from 'node:timers/promises';
import { count, gte } from 'drizzle-orm';
import { firstIdAt } from '@/lib/format/id';
import { RUN_STATUSES, type RunStatus } from '@/lib/runs/schema';
import type { StatisticsBucket } from '@/lib/statistics/schema';
import { database, prepared } from './client';
import { noRuns } from './events';
import { events } from './schema/events';
import { runs } from './schema/runs';

/** Events and runs since `since` (epoch ms), and whether there is any event at all. */
export async function countSince(
  since: number,
): Promise<{ events: number; runs: Record<RunStatus, number>; any: boolean }> {
  const first = firstIdAt(since);
  const recent = database().select({ count: count() }).from(events).where(gte(events.id, first)).get();
  const byStatus = database()
    .select({ status: runs.status, count: count() })
    .from(runs)
    .where(gte(runs.id, first))
    .groupBy(runs.status)
    .all();
  const fates = noRuns();
  for (const row of byStatus) fates[row.status] = row.count;
  const any = database().select({ id: events.id }).from(events).limit(1).get() !== undefined;
  return { events: recent?.count ?? 0, runs: fates, any };
}

/**
 * Events and runs of each bucket between two times (epoch ms), counted in indexes alone; between two buckets others get
 * their turn. A row counts where its id says that it was stored.
 */
export async function countBuckets(from: number, to: number, bucketMs: number): Promise<StatisticsBucket[]> {
  const buckets: StatisticsBucket[] = [];
  for (let at = from; at < to; at += bucketMs) {
    const first = firstIdAt(at);
    const end = firstIdAt(Math.min(at + bucketMs, to));
    const fates = noRuns();
    for (const status of RUN_STATUSES) fates[status] = countRunsStatement().get(status, first, end) as number;
    buckets.push({ at, events: countEventsStatement().get(first, end) as number, runs: fates });
    await nextTurn();
  }
  return buckets;
}

function countEventsStatement() {
  return prepared('statistics.events', (db) =>
    db.$client.prepare('SELECT count(*) FROM events WHERE id >= ? AND id < ?').pluck(),
  );
}

function countRunsStatement() {
  return prepared('statistics.runs', (db) =>
    db.$client.prepare('SELECT count(*) FROM runs WHERE status = ? AND id >= ? AND id < ?').pluck(),
  );
}
