import { countDistinct, max, min, type SQL, sql } from 'drizzle-orm';
import type { Page } from '@/lib/format/page';
import type { RqlQuery } from '@/lib/rql/schema';
import { database } from './client';
import { readPage } from './page';
import type { RqlFieldMap } from './rql';
import { dispatchers } from './schema/dispatchers';

/** An event type that is listened to, as `events/v1` shows it. The service that subscribed is always this one. */
export interface Subscription {
  /** Id of the first dispatcher that listens. */
  id: string;
  service: { name: string; version: { major: number; minor: number; patch: number } };
  event_types: string[];
  retriable: boolean;
  creation_timestamp: number;
  update_timestamp: number;
}

const SERVICE = { name: 'dispatchers-service', version: { major: 1, minor: 0, patch: 0 } };

const FIELDS: RqlFieldMap = {
  id: { kind: 'text', column: dispatchers.id },
  event_types: { kind: 'text', column: dispatchers.eventType },
  creation_timestamp: { kind: 'timestamp', column: dispatchers.creationTimestamp },
  update_timestamp: { kind: 'timestamp', column: dispatchers.updateTimestamp },
};

/** Subscriptions that the query selects, by event type unless it says otherwise. @throws ServiceError 19. */
export async function pageSubscriptions(query: RqlQuery, raw: string): Promise<Page<Subscription>> {
  return readPage(
    {
      fields: FIELDS,
      rows: ({ where, orderBy, limit, offset }) =>
        database()
          .select({
            id: min(dispatchers.id),
            eventType: dispatchers.eventType,
            created: min(dispatchers.creationTimestamp),
            updated: max(dispatchers.updateTimestamp),
          })
          .from(dispatchers)
          .where(listening(where))
          .groupBy(dispatchers.eventType)
          .orderBy(...orderBy, dispatchers.eventType)
          .limit(limit)
          .offset(offset)
          .all()
          .map(({ id, eventType, created, updated }) => ({
            id: id ?? '',
            service: SERVICE,
            event_types: [eventType],
            retriable: true,
            creation_timestamp: created ?? 0,
            update_timestamp: updated ?? 0,
          })),
      count: (where) =>
        database()
          .select({ count: countDistinct(dispatchers.eventType) })
          .from(dispatchers)
          .where(listening(where))
          .get()?.count ?? 0,
    },
    query,
    raw,
  );
}

function listening(where: SQL | undefined): SQL {
  return where ? sql`${dispatchers.enabled} = 1 and (${where})` : sql`${dispatchers.enabled} = 1`;
}
