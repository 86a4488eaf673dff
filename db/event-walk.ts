import { database } from './client';
import type { KeysetSource } from './keyset';
import { events } from './schema/events';

/** Events, to be walked in the order in which they came. `text` is the content as JSON text. */
export const eventSource: KeysetSource = {
  id: events.id,
  indexed: ['type'],
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
};
