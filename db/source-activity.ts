import { setImmediate as nextTurn } from 'node:timers/promises';
import { firstIdAt } from '@/lib/format/id';
import { prepared } from './client';

const HOUR_MS = 3_600_000;
const HOURS = 24;

export interface SourceActivity {
  /** Events in each of the last 24 hours, the oldest first. */
  hours: number[];
  lastEventAt: number | undefined;
}

/** What came through a source before `now` (epoch ms), counted in its index alone; others get their turn between hours. */
export async function readSourceActivity(source: string, now: number): Promise<SourceActivity> {
  const start = now - HOURS * HOUR_MS;
  const hours: number[] = [];
  for (let hour = 0; hour < HOURS; hour++) {
    const from = start + hour * HOUR_MS;
    const until = hour === HOURS - 1 ? Number.MAX_SAFE_INTEGER : from + HOUR_MS;
    hours.push(countStatement().get(source, firstIdAt(from), firstIdAt(until)) as number);
    if (hours.at(-1) !== 0) await nextTurn();
  }
  return { hours, lastEventAt: lastStatement().get(source) as number | undefined };
}

function countStatement() {
  return prepared('sources.hour', (db) =>
    db.$client.prepare('SELECT count(*) FROM events WHERE source = ? AND id >= ? AND id < ?').pluck(),
  );
}

function lastStatement() {
  return prepared('sources.last', (db) =>
    db.$client.prepare('SELECT creation_timestamp FROM events WHERE source = ? ORDER BY id DESC LIMIT 1').pluck(),
  );
}
