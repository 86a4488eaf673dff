import { and, type Column, type SQL } from 'drizzle-orm';
import type { Page } from '@/lib/format/page';
import type { RqlQuery, RqlSort } from '@/lib/rql/schema';
import { boundByTime, idBounds } from './id-bounds';
import { compileRql, type RqlFieldMap } from './rql';

/** What a list reads: rows for the compiled query, and how many there are in all. */
interface PageSource<Item> {
  fields: RqlFieldMap;
  rows(query: { where: SQL | undefined; orderBy: SQL[]; limit: number; offset: number }): Item[];
  count(where: SQL | undefined): number;
  timed?: TimedIds;
}

/** Of a large table whose ids begin with the time of `field`: what asks for that time is found by the ids, without a scan. */
interface TimedIds {
  id: Column;
  field: string;
  /** The id at this place, from 0, in the order of ids. */
  nth(where: SQL | undefined, direction: 'asc' | 'desc', place: number): string | undefined;
}

/**
 * One page of a list. With `skipCount()` nothing is counted.
 * @param raw the query as it came, which the answer repeats.
 * @throws ServiceError 19 when a field or operator is not there.
 */
export function readPage<Item extends object>(source: PageSource<Item>, query: RqlQuery, raw: string): Page<Item> {
  const { where: asked, orderBy, limit, offset, select, skipCount } = compileRql(query, source.fields);
  const { timed } = source;
  const where = timed ? and(asked, ...idBounds(timed.id, query.filter, timed.field)) : asked;
  const nearby = timed && offset + limit > 0 ? firstByTime(timed, query.sort[0], where, offset + limit) : undefined;
  const data = source.rows({ where: and(where, nearby), orderBy, limit, offset });
  const total = skipCount ? {} : { total: source.count(where) };
  return { query: raw, page: { ...total, offset, limit }, data, ...(select ? { select } : {}) };
}

/** Which ids the first rows have, when they are sorted by their time before all else. */
function firstByTime(
  timed: TimedIds,
  sort: RqlSort | undefined,
  where: SQL | undefined,
  count: number,
): SQL | undefined {
  if (sort?.path.join('.') !== timed.field) return undefined;
  const last = timed.nth(where, sort.direction, count - 1);
  return last === undefined ? undefined : boundByTime(timed.id, last, sort.direction);
}
