import { count, eq } from 'drizzle-orm';
import { database } from './client';
import type { KeysetSource } from './keyset';
import { events } from './schema/events';
import { runs } from './schema/runs';

const COUNT_ALL = 1_000_000_000;

/** Runs, with the content of their events. `text` is the content as JSON text, for a search that knows no path. */
export const runSource: KeysetSource = {
  id: runs.id,
  indexed: ['status', 'dispatcherId'],
  fields: {
    id: { kind: 'text', column: runs.id },
    status: { kind: 'text', column: runs.status },
    reason: { kind: 'text', column: runs.reason },
    problems: { kind: 'json', column: runs.problems },
    eventId: { kind: 'text', column: runs.eventId },
    eventType: { kind: 'text', column: runs.lane },
    dispatcherId: { kind: 'text', column: runs.dispatcherId },
    actionId: { kind: 'text', column: runs.actionId },
    actionType: { kind: 'text', column: runs.actionType },
    replay: { kind: 'number', column: runs.replay },
    content: { kind: 'json', column: events.content },
    text: { kind: 'text', column: events.content },
    creationTimestamp: { kind: 'timestamp', column: runs.creationTimestamp },
    updateTimestamp: { kind: 'timestamp', column: runs.updateTimestamp },
  },
  // A left join keeps the runs in front, and SQLite leaves it out when nothing of the event is asked.
  ids: ({ where, orderBy, limit, offset }) =>
    database()
      .select({ id: runs.id })
      .from(runs)
      .leftJoin(events, eq(events.id, runs.eventId))
      .where(where)
      .orderBy(orderBy)
      .limit(limit)
      .offset(offset)
      .all()
      .map((row) => row.id),
  count: (where) => {
    // SQLite leaves the join out of a list of ids, and not out of a count; the limit keeps the two apart.
    const ids = database()
      .select({ id: runs.id })
      .from(runs)
      .leftJoin(events, eq(events.id, runs.eventId))
      .where(where)
      .limit(COUNT_ALL)
      .as('ids');
    return database().select({ count: count() }).from(ids).get()?.count ?? 0;
  },
};
