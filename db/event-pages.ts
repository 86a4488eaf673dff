import { count } from 'drizzle-orm';
import type { StoredEvent } from '@/lib/events/schema';
import type { Page } from '@/lib/format/page';
import type { RqlQuery } from '@/lib/rql/schema';
import { database } from './client';
import { toEvent } from './events';
import { readPage } from './page';
import type { RqlFieldMap } from './rql';
import { events } from './schema/events';

const FIELDS: RqlFieldMap = {
  id: { kind: 'text', column: events.id },
  type: { kind: 'text', column: events.type },
  content: { kind: 'json', column: events.content },
  source: { kind: 'text', column: events.source },
  creation_timestamp: { kind: 'timestamp', column: events.creationTimestamp },
  update_timestamp: { kind: 'timestamp', column: events.updateTimestamp },
};

/** Events that the query selects, oldest first unless it says otherwise. @throws ServiceError 19. */
export async function pageEvents(query: RqlQuery, raw: string): Promise<Page<StoredEvent>> {
  return readPage(
    {
      fields: FIELDS,
      rows: ({ where, orderBy, limit, offset }) =>
        database()
          .select()
          .from(events)
          .where(where)
          .orderBy(...orderBy, events.id)
          .limit(limit)
          .offset(offset)
          .all()
          .map(toEvent),
      count: (where) => database().select({ count: count() }).from(events).where(where).get()?.count ?? 0,
      large: {
        id: events.id,
        timeField: 'creation_timestamp',
        ids: ({ where, orderBy, limit, offset }) =>
          database()
            .select({ id: events.id })
            .from(events)
            .where(where)
            .orderBy(...orderBy, events.id)
            .limit(limit)
            .offset(offset)
            .toSQL(),
        count: (where) => database().select({ count: count() }).from(events).where(where).toSQL(),
      },
    },
    query,
    raw,
  );
}
