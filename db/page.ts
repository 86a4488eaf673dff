import { and, asc, type Column, desc, inArray, type SQL, sql } from 'drizzle-orm';
import type { Page } from '@/lib/format/page';
import type { RqlQuery, RqlSort } from '@/lib/rql/schema';
import type { AsideQuery } from './aside';
import { readAside } from './client';
import { boundByTime, conjuncts, idBounds } from './id-bounds';
import { type CompiledRql, compileRql, type RqlFieldMap } from './rql';

interface RowQuery {
  where: SQL | undefined;
  orderBy: SQL[];
  limit: number;
  offset: number;
}

/** What a list reads: rows for the compiled query, and how many there are in all. */
interface PageSource<Item> {
  fields: RqlFieldMap;
  rows(query: RowQuery): Item[];
  count(where: SQL | undefined): number;
  large?: LargeTable;
}

/** A table in which a filter or an order may look through very many rows: it is read aside, and only the page here. */
interface LargeTable {
  id: Column;
  /** The field with the time that the ids begin with: what asks for that time is found by the ids. */
  timeField?: string;
  /** Ids in this order. */
  ids(query: RowQuery): AsideQuery;
  count(where: SQL | undefined): AsideQuery;
}

/**
 * One page of a list. With `skipCount()` nothing is counted.
 * @param raw the query as it came, which the answer repeats.
 * @throws ServiceError 19 when a field or operator is not there.
 */
export async function readPage<Item extends object>(
  source: PageSource<Item>,
  query: RqlQuery,
  raw: string,
): Promise<Page<Item>> {
  const compiled = compileRql(query, source.fields);
  const { limit, offset, select } = compiled;
  const { data, total } =
    source.large && !asksForIds(query)
      ? await readLarge(source, source.large, compiled, query)
      : { data: source.rows(compiled), total: compiled.skipCount ? undefined : source.count(compiled.where) };
  const page = { ...(total === undefined ? {} : { total }), offset, limit };
  return { query: raw, page, data, ...(select ? { select } : {}) };
}

/** A few rows by their ids: nothing has to be looked through. */
function asksForIds({ filter }: RqlQuery): boolean {
  return conjuncts(filter).some((node) => (node.op === 'eq' || node.op === 'in') && node.path.join('.') === 'id');
}

async function readLarge<Item>(
  source: PageSource<Item>,
  large: LargeTable,
  { where: asked, orderBy, limit, offset, skipCount }: CompiledRql,
  { filter, sort }: RqlQuery,
): Promise<{ data: Item[]; total: number | undefined }> {
  const { id, timeField } = large;
  const where = timeField === undefined ? asked : and(asked, ...idBounds(id, filter, timeField));
  const first = sort[0];
  const nearby =
    first && first.path.join('.') === timeField ? await firstByTime(large, first, where, offset + limit) : undefined;
  const [rows = []] = await readAside([large.ids({ where: and(where, nearby), orderBy, limit, offset })]);
  const ids = rows.map(([one]) => String(one));
  const page = { where: inArray(id, ids), orderBy, limit: ids.length, offset: 0 };
  const data = ids.length === 0 ? [] : source.rows(page);
  // A page that is not full tells how many there are: what was looked through once is not looked through again.
  const isLast = ids.length < limit && (ids.length > 0 || offset === 0);
  const total = skipCount ? undefined : isLast ? offset + ids.length : await countAside(large, where);
  return { data, total };
}

async function countAside(large: LargeTable, where: SQL | undefined): Promise<number> {
  const [rows] = await readAside([large.count(where)]);
  return Number(rows?.[0]?.[0] ?? 0);
}

/** Which ids the first rows have, when they are sorted by their time before all else. */
async function firstByTime(
  large: LargeTable,
  { direction }: RqlSort,
  where: SQL | undefined,
  count: number,
): Promise<SQL | undefined> {
  if (count === 0) return undefined;
  const orderBy = [sql`${(direction === 'desc' ? desc : asc)(large.id)}`];
  const [rows] = await readAside([large.ids({ where, orderBy, limit: 1, offset: count - 1 })]);
  const last = rows?.[0]?.[0];
  return last === undefined ? undefined : boundByTime(large.id, String(last), direction);
}
