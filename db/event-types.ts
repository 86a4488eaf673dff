import { setImmediate as nextTurn } from 'node:timers/promises';
import { count, inArray } from 'drizzle-orm';
import { MAX_COUNTED_EVENTS } from '@/lib/console/constants';
import type { EventTypeSummary } from '@/lib/console/schema';
import { firstIdAt } from '@/lib/format/id';
import { database, prepared } from './client';
import { dispatchers } from './schema/dispatchers';
import { events } from './schema/events';

/** A type that arrived, and its newest event. */
export interface ArrivedType {
  type: string;
  lastEventId: string;
}

/** Types that ever arrived, in text order, at most `limit`: one look into the index for each, however many events there are. */
export function listTypesArrived(limit: number): ArrivedType[] {
  const found: ArrivedType[] = [];
  for (let type = nextType(''); type !== undefined && found.length < limit; type = nextType(type)) {
    found.push({ type, lastEventId: newestOf(type) });
  }
  return found;
}

function nextType(after: string): string | undefined {
  return prepared('eventTypes.next', (db) =>
    db.$client.prepare('SELECT type FROM events WHERE type > ? ORDER BY type LIMIT 1').pluck(),
  ).get(after) as string | undefined;
}

function newestOf(type: string): string {
  return prepared('eventTypes.newest', (db) =>
    db.$client.prepare('SELECT id FROM events WHERE type = ? ORDER BY id DESC LIMIT 1').pluck(),
  ).get(type) as string;
}

/** How many events of a type were stored between two times (epoch ms). */
export function countOfType(type: string, from: number, to: number): number {
  return prepared('eventTypes.count', (db) =>
    db.$client.prepare('SELECT count(*) FROM events WHERE type = ? AND id >= ? AND id < ?').pluck(),
  ).get(type, firstIdAt(from), firstIdAt(to)) as number;
}

/** Types that a dispatcher listens to, enabled or not. */
export function listTypesHeard(): string[] {
  const rows = database().selectDistinct({ type: dispatchers.eventType }).from(dispatchers).all();
  return rows.map((row) => row.type);
}

/** When these events came in (epoch ms), by id. */
export function readArrivals(eventIds: readonly string[]): Map<string, number> {
  const rows = database()
    .select({ id: events.id, at: events.creationTimestamp })
    .from(events)
    .where(inArray(events.id, [...eventIds]))
    .all();
  return new Map(rows.map((row) => [row.id, row.at]));
}

/** How many types are looked through for the most recent ones. */
const MAX_TYPES = 10_000;
const TYPES_A_TURN = 200;

/** Event types that have arrived, the most recent first, at most `limit`; between some of them others get their turn. */
export async function listEventTypes(limit: number): Promise<EventTypeSummary[]> {
  const recent = await listAllTypes();
  const listeners = countListeners();
  const summaries: EventTypeSummary[] = [];
  for (const { type, lastEventId } of recent.slice(0, limit)) {
    summaries.push({
      type,
      count: countUpTo(type),
      lastEventAt: arrivalOf(lastEventId),
      dispatchers: listeners.get(type) ?? 0,
    });
    if (summaries.length % TYPES_A_TURN === 0) await nextTurn();
  }
  return summaries;
}

/** All types that ever arrived, the most recent first. */
async function listAllTypes(): Promise<ArrivedType[]> {
  const found: ArrivedType[] = [];
  for (let type = nextType(''); type !== undefined && found.length < MAX_TYPES; type = nextType(type)) {
    found.push({ type, lastEventId: newestOf(type) });
    if (found.length % TYPES_A_TURN === 0) await nextTurn();
  }
  return found.sort((a, b) => (a.lastEventId < b.lastEventId ? 1 : -1));
}

function arrivalOf(eventId: string): number {
  return prepared('eventTypes.arrival', (db) =>
    db.$client.prepare('SELECT creation_timestamp FROM events WHERE id = ?').pluck(),
  ).get(eventId) as number;
}

function countListeners(): Map<string, number> {
  const rows = database()
    .select({ type: dispatchers.eventType, count: count() })
    .from(dispatchers)
    .groupBy(dispatchers.eventType)
    .all();
  return new Map(rows.map((row) => [row.type, row.count]));
}

function countUpTo(type: string): number {
  return prepared('eventTypes.countUpTo', (db) =>
    db.$client.prepare('SELECT count(*) FROM (SELECT 1 FROM events WHERE type = ? LIMIT ?)').pluck(),
  ).get(type, MAX_COUNTED_EVENTS) as number;
}
