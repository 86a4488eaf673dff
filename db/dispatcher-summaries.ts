import { and, asc, count, desc, eq, exists, gte, inArray, notExists, or, type SQL, sql } from 'drizzle-orm';
import type { Dispatcher, DispatcherFacets, DispatcherListQuery, DispatcherSort } from '@/lib/dispatchers/schema';
import { firstIdAt, isObjectId } from '@/lib/format/id';
import { database } from './client';
import { toCurrent } from './dispatchers';
import { readable } from './readable';
import { dispatcherRevisions, dispatchers } from './schema/dispatchers';
import { runs } from './schema/runs';

const DAY_MS = 24 * 3_600_000;
const MAX_FACETS = 500;
/** So many of the newest failures are counted when the list is sorted by them. */
const MAX_FAILURES = 20_000;

/** One page of dispatchers, and how many there are in all. The order is found without what they say, which is long. */
export async function listSummaries(
  query: DispatcherListQuery,
  now: number,
): Promise<{ total: number; data: Dispatcher[] }> {
  const where = toCondition(query);
  const order = query.direction === 'asc' ? asc : desc;
  const failed = failuresSince(now - DAY_MS);
  const rows = database()
    .select({ revisionId: dispatchers.revisionId, total: sql<number>`count(*) OVER ()` })
    .from(dispatchers)
    .leftJoin(failed, and(eq(failed.dispatcherId, dispatchers.id), query.sort === 'failures' ? undefined : sql`false`))
    .where(where)
    .orderBy(order(toSortKey(query.sort, failed.failures)), order(dispatchers.id))
    .limit(query.limit)
    .offset((query.page - 1) * query.limit)
    .all();
  const data = readDefinitions(rows.map(({ revisionId }) => revisionId));
  // Beyond the last page no row is there to tell.
  const total = rows[0]?.total ?? (query.page === 1 ? 0 : countWhere(where));
  return { total, data };
}

function countWhere(where: SQL | undefined): number {
  return database().select({ count: count() }).from(dispatchers).where(where).get()?.count ?? 0;
}

/** Dispatchers as these revisions have them, in their order. */
function readDefinitions(revisionIds: readonly string[]): Dispatcher[] {
  const { id: revisionId, dispatcherId: id, definition } = dispatcherRevisions;
  const rows = database()
    .select({ revisionId, id, definition })
    .from(dispatcherRevisions)
    .where(inArray(revisionId, [...revisionIds]))
    .all();
  const found = new Map(rows.map((row) => [row.revisionId, toCurrent(row)]));
  return revisionIds.flatMap((revisionId) => found.get(revisionId) ?? []);
}

/** Event types and tags of all dispatchers, the most used first. */
export async function listFacets(): Promise<DispatcherFacets> {
  const eventTypes = database()
    .select({ value: dispatchers.eventType, count: count() })
    .from(dispatchers)
    .groupBy(dispatchers.eventType)
    .orderBy(desc(count()), dispatchers.eventType)
    .limit(MAX_FACETS)
    .all();
  const tags = database().all<{ value: string; count: number }>(sql`
    SELECT tag.value AS value, count(*) AS count FROM ${dispatchers}, json_each(${readable(dispatchers.tags)}) AS tag
    GROUP BY tag.value ORDER BY count DESC, value LIMIT ${MAX_FACETS}`);
  return { eventTypes, tags };
}

function toCondition({ text, eventType, tag, enabled, neverFired }: DispatcherListQuery): SQL | undefined {
  return and(
    text ? toTextCondition(text) : undefined,
    eventType === undefined ? undefined : eq(dispatchers.eventType, eventType),
    tag === undefined
      ? undefined
      : sql`EXISTS (SELECT 1 FROM json_each(${readable(dispatchers.tags)}) AS tag WHERE tag.value = ${tag})`,
    enabled === undefined ? undefined : eq(dispatchers.enabled, enabled),
    neverFired === undefined ? undefined : (neverFired ? notExists : exists)(anyRun()),
  );
}

function toTextCondition(text: string): SQL | undefined {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const { name, eventType, description } = dispatchers;
  return or(
    ...[name, eventType, description].map((column) => sql`${column} LIKE ${pattern} ESCAPE '\\'`),
    isObjectId(text) ? eq(dispatchers.id, text) : undefined,
  );
}

function anyRun() {
  return database().select({ id: runs.id }).from(runs).where(eq(runs.dispatcherId, dispatchers.id));
}

/** How many runs of each dispatcher have failed since then (epoch ms). */
function failuresSince(since: number) {
  const newest = database()
    .select({ dispatcherId: runs.dispatcherId })
    .from(runs)
    .where(and(eq(runs.status, 'failed'), gte(runs.id, firstIdAt(since))))
    .orderBy(desc(runs.id))
    .limit(MAX_FAILURES)
    .as('newest_failures');
  return database()
    .select({ dispatcherId: newest.dispatcherId, failures: count().as('failures') })
    .from(newest)
    .groupBy(newest.dispatcherId)
    .as('failed');
}

/** What never fired stands below all that did; what has no name stands by its event type, as the list shows it. */
function toSortKey(sort: DispatcherSort, failures: SQL.Aliased<number>): SQL {
  switch (sort) {
    case 'name':
      return sql`coalesce(${dispatchers.name}, ${dispatchers.eventType}) COLLATE NOCASE`;
    case 'eventType':
      return sql`${dispatchers.eventType} COLLATE NOCASE`;
    case 'lastFired':
      return sql`(SELECT max(fired.id) FROM runs AS fired WHERE fired.dispatcher_id = ${dispatchers.id})`;
    case 'failures':
      return sql`coalesce(${failures}, 0)`;
    case 'updated':
      return sql`${dispatchers.updateTimestamp}`;
  }
}
