import { count, eq, max, min, sql } from 'drizzle-orm';
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

/** Subscriptions that the query selects, by event type unless it says otherwise. @throws ServiceError 19. */
export async function pageSubscriptions(query: RqlQuery, raw: string): Promise<Page<Subscription>> {
  const subscriptions = subscriptionRows();
  const fields: RqlFieldMap = {
    id: { kind: 'text', column: sql`${subscriptions.id}` },
    service: { kind: 'json', column: sql`${JSON.stringify(SERVICE)}` },
    event_types: { kind: 'json', column: sql`json_array(${subscriptions.eventType})` },
    retriable: { kind: 'boolean', column: sql`1` },
    creation_timestamp: { kind: 'timestamp', column: sql`${subscriptions.created}` },
    update_timestamp: { kind: 'timestamp', column: sql`${subscriptions.updated}` },
  };
  return readPage(
    {
      fields,
      rows: ({ where, orderBy, limit, offset }) =>
        database()
          .select()
          .from(subscriptions)
          .where(where)
          .orderBy(...orderBy, subscriptions.eventType)
          .limit(limit)
          .offset(offset)
          .all()
          .map(({ id, eventType, created, updated }) => ({
            id,
            service: SERVICE,
            event_types: [eventType],
            retriable: true,
            creation_timestamp: created,
            update_timestamp: updated,
          })),
      count: (where) => database().select({ count: count() }).from(subscriptions).where(where).get()?.count ?? 0,
    },
    query,
    raw,
  );
}

/** Filters see a subscription as a whole, not the dispatchers that it stands for. */
function subscriptionRows() {
  return database()
    .select({
      id: sql<string>`${min(dispatchers.id)}`.as('first_id'),
      eventType: dispatchers.eventType,
      created: sql<number>`${min(dispatchers.creationTimestamp)}`.as('created'),
      updated: sql<number>`${max(dispatchers.updateTimestamp)}`.as('updated'),
    })
    .from(dispatchers)
    .where(eq(dispatchers.enabled, true))
    .groupBy(dispatchers.eventType)
    .as('subscriptions');
}
