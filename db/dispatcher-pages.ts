import { count, eq } from 'drizzle-orm';
import type { Dispatcher } from '@/lib/dispatchers/schema';
import type { Page } from '@/lib/format/page';
import type { RqlQuery } from '@/lib/rql/schema';
import { database } from './client';
import { toCurrent } from './dispatchers';
import { readPage } from './page';
import { readable } from './readable';
import type { RqlFieldMap } from './rql';
import { dispatcherRevisions, dispatchers } from './schema/dispatchers';

const FIELDS: RqlFieldMap = {
  id: { kind: 'text', column: dispatchers.id },
  eventType: { kind: 'text', column: dispatchers.eventType },
  name: { kind: 'text', column: dispatchers.name },
  description: { kind: 'text', column: dispatchers.description },
  enabled: { kind: 'boolean', column: dispatchers.enabled },
  tags: { kind: 'json', column: readable(dispatchers.tags) },
  actions: { kind: 'json', column: readable(dispatcherRevisions.definition), base: ['actions'] },
  creationTimestamp: { kind: 'timestamp', column: dispatchers.creationTimestamp },
  updateTimestamp: { kind: 'timestamp', column: dispatchers.updateTimestamp },
};

/** Dispatchers that the query selects, oldest first unless it says otherwise. @throws ServiceError 19. */
export async function pageDispatchers(query: RqlQuery, raw: string): Promise<Page<Dispatcher>> {
  const joined = eq(dispatcherRevisions.id, dispatchers.revisionId);
  return readPage(
    {
      fields: FIELDS,
      rows: ({ where, orderBy, limit, offset }) =>
        database()
          .select({ id: dispatchers.id, definition: dispatcherRevisions.definition })
          .from(dispatchers)
          .innerJoin(dispatcherRevisions, joined)
          .where(where)
          .orderBy(...orderBy, dispatchers.id)
          .limit(limit)
          .offset(offset)
          .all()
          .map(toCurrent),
      count: (where) =>
        database()
          .select({ count: count() })
          .from(dispatchers)
          .innerJoin(dispatcherRevisions, joined)
          .where(where)
          .get()?.count ?? 0,
      large: {
        id: dispatchers.id,
        ids: ({ where, orderBy, limit, offset }) =>
          database()
            .select({ id: dispatchers.id })
            .from(dispatchers)
            .innerJoin(dispatcherRevisions, joined)
            .where(where)
            .orderBy(...orderBy, dispatchers.id)
            .limit(limit)
            .offset(offset)
            .toSQL(),
        count: (where) =>
          database()
            .select({ count: count() })
            .from(dispatchers)
            .innerJoin(dispatcherRevisions, joined)
            .where(where)
            .toSQL(),
      },
    },
    query,
    raw,
  );
}
