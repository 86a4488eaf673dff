import { firstIdAt } from '@/lib/format/id';
import { RUN_STATUSES } from '@/lib/runs/constants';
import type { Volume } from '@/lib/statistics/schema';
import { database, prepared } from './client';
import { noRuns } from './events';
import { events } from './schema/events';

/** Whether any event is stored. */
export function hasEvents(): boolean {
  return database().select({ id: events.id }).from(events).limit(1).get() !== undefined;
}

/** Events, and runs by status, whose ids say that they were stored from `from` to before `to` (epoch ms): counted in indexes alone. */
export function countBetween(from: number, to: number): Volume {
  const first = firstIdAt(from);
  const end = firstIdAt(to);
  const fates = noRuns();
  for (const status of RUN_STATUSES) fates[status] = countRunsStatement().get(status, first, end) as number;
  return { events: countEventsStatement().get(first, end) as number, runs: fates };
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
