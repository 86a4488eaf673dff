import type { SQL } from 'drizzle-orm';
import type { Page } from '@/lib/format/page';
import type { RqlQuery } from '@/lib/rql/schema';
import { compileRql, type RqlFieldMap } from './rql';

/** What a list reads: rows for the compiled query, and how many there are in all. */
interface PageSource<Item> {
  fields: RqlFieldMap;
  rows(query: { where: SQL | undefined; orderBy: SQL[]; limit: number; offset: number }): Item[];
  count(where: SQL | undefined): number;
}

/**
 * One page of a list. With `skipCount()` nothing is counted.
 * @param raw the query as it came, which the answer repeats.
 * @throws ServiceError 19 when a field or operator is not there.
 */
export function readPage<Item extends object>(source: PageSource<Item>, query: RqlQuery, raw: string): Page<Item> {
  const { where, orderBy, limit, offset, select, skipCount } = compileRql(query, source.fields);
  const data = source.rows({ where, orderBy, limit, offset });
  const total = skipCount ? {} : { total: source.count(where) };
  return { query: raw, page: { ...total, offset, limit }, data, ...(select ? { select } : {}) };
}
