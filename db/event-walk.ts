import { asc, count, desc, gt, inArray, lt, type SQL } from 'drizzle-orm';
import type { EventSummary } from '@/lib/console/schema';
import { database } from './client';
import { toEvent, withFates } from './events';
import type { KeysetSource } from './keyset';
import { events } from './schema/events';

/** Events, to be walked in the order in which they came. `text` is the content as JSON text. */
export const eventSource: KeysetSource = {
  id: events.id,
  indexed: ['type', 'source'],
  fields: {
    id: { kind: 'text', column: events.id },
    type: { kind: 'text', column: events.type },
    source: { kind: 'text', column: events.source },
    outcome: { kind: 'text', column: events.outcome },
    content: { kind: 'json', column: events.content },
    text: { kind: 'text', column: events.content },
    creationTimestamp: { kind: 'timestamp', column: events.creationTimestamp },
  },
  ids: ({ where, orderBy, limit, offset }) =>
    database()
      .select({ id: events.id })
      .from(events)
      .where(where)
      .orderBy(orderBy)
      .limit(limit)
      .offset(offset)
      .all()
      .map((row) => row.id),
  count: (where) => database().select({ count: count() }).from(events).where(where).get()?.count ?? 0,
};

/** Events by id with their fate, in the order of `ids`; unknown ids are left out. */
export async function findEventSummaries(ids: readonly string[]): Promise<EventSummary[]> {
  const rows = database()
    .select()
    .from(events)
    .where(inArray(events.id, [...ids]))
    .all();
  const found = new Map((await withFates(rows.map(toEvent))).map((event) => [event.id, event]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** The events that came right after and right before one. */
export async function findNeighbours(id: string): Promise<{ newerId?: string; olderId?: string }> {
  const next = (where: SQL, orderBy: SQL) =>
    database().select({ id: events.id }).from(events).where(where).orderBy(orderBy).limit(1).get()?.id;
  const newerId = next(gt(events.id, id), asc(events.id));
  const olderId = next(lt(events.id, id), desc(events.id));
  return { ...(newerId && { newerId }), ...(olderId && { olderId }) };
}
