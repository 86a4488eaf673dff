import { count, gte } from 'drizzle-orm';
import type { RunStatus } from '@/lib/runs/schema';
import { database } from './client';
import { noRuns } from './events';
import { firstIdAt } from './id-range';
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
