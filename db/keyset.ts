import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, type Column, gt, gte, lt, lte, type SQL, sql } from 'drizzle-orm';
import { firstIdAt } from '@/lib/format/id';
import { type RqlNode, type RqlQuery, readIsoDate } from '@/lib/rql/schema';
import { compileRql, type RqlFieldMap } from './rql';
import { misfit } from './rql-matcher';

/** A table that is walked in the order of its ids, which is the order in which its rows were made. */
export interface KeysetSource {
  fields: RqlFieldMap;
  id: Column;
  /** Fields for which an index knows, in the order of ids, the rows with one value. */
  indexed: readonly string[];
  ids(query: { where: SQL | undefined; orderBy: SQL; limit: number; offset: number }): string[];
}

export interface WalkOptions {
  direction: 'newest' | 'oldest';
  /** Only rows beyond this id, in the direction of the walk. */
  after?: string | undefined;
  /** The newest id to look at: rows that are made during the walk are left out. */
  until?: string | undefined;
  /** The most ids in one step. */
  limit: number;
}

/** One step of a walk: what it found, and the id up to which it has looked; undefined at the end. */
export interface WalkStep {
  ids: string[];
  after: string | undefined;
}

/** How many rows one step looks at: bounds how long a condition that no index answers holds the event loop. */
const WINDOW = 5_000;
/** An event is stored within this time after it was received. */
const STORE_SLACK_MS = 60_000;
/** The latest time that the beginning of an id can hold. */
const LAST_ID_MS = 0xffff_ffff_ffff - STORE_SLACK_MS;
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;
/** A page that takes longer to fill is answered as far as it got. */
const PAGE_BUDGET_MS = 150;

/** The order is fixed, and pages go on from an id. @throws ServiceError 19. */
function assertFilterOnly({ sort, offset, select }: RqlQuery): void {
  if (sort.length > 0) throw misfit("this list cannot be sorted by 'sort': it goes from the newest to the oldest");
  if (offset !== undefined) throw misfit("this list has no offset: go on with 'lt(id,…)' after the last one");
  if (select) throw misfit("this list has no 'select'");
}

/**
 * Finds the rows that satisfy a filter, a bounded number of rows at a time; between two steps others get their turn.
 * @throws ServiceError 19 when the filter does not fit the fields.
 */
export async function* walk(
  source: KeysetSource,
  filter: RqlNode | undefined,
  options: WalkOptions,
): AsyncGenerator<WalkStep> {
  const newest = options.direction === 'newest';
  const beyond = (id: string) => (newest ? lt(source.id, id) : gt(source.id, id));
  const upTo = (id: string) => (newest ? gte(source.id, id) : lte(source.id, id));
  const orderBy = newest ? sql`${source.id} desc` : sql`${source.id} asc`;
  const where = compile(source, filter);
  const bounds = idBounds(source, filter);
  if (options.until !== undefined) bounds.push(lte(source.id, options.until));
  const cheap = and(compile(source, indexedPart(source, filter)), ...bounds);
  let after = options.after;
  do {
    const start = after === undefined ? undefined : beyond(after);
    const [edge] = source.ids({ where: and(cheap, start), orderBy, limit: 1, offset: WINDOW - 1 });
    const window = and(where, ...bounds, start, edge === undefined ? undefined : upTo(edge));
    const ids = source.ids({ where: window, orderBy, limit: options.limit, offset: 0 });
    after = ids.length === options.limit ? ids.at(-1) : edge;
    yield { ids, after };
    if (after !== undefined) await nextTurn();
  } while (after !== undefined);
}

/**
 * The ids of one page, the newest first. It may be short when few rows satisfy the filter: as long as there is a
 * `nextBefore`, older rows have not been looked at.
 * @throws ServiceError 19.
 */
export async function collectPage(
  source: KeysetSource,
  query: RqlQuery,
): Promise<{ ids: string[]; nextBefore?: string }> {
  assertFilterOnly(query);
  const limit = Math.min(query.limit ?? DEFAULT_LIMIT, MAX_LIMIT);
  const giveUpAt = performance.now() + PAGE_BUDGET_MS;
  const found: string[] = [];
  for await (const { ids, after } of walk(source, query.filter, { direction: 'newest', limit: limit + 1 })) {
    found.push(...ids);
    const last = found[limit - 1];
    if (found.length > limit && last !== undefined) return { ids: found.slice(0, limit), nextBefore: last };
    if (after !== undefined && performance.now() > giveUpAt) return { ids: found, nextBefore: after };
  }
  return { ids: found };
}

/** @throws ServiceError 19 when the filter does not fit the fields. */
export function assertFilter(source: KeysetSource, filter: RqlNode): void {
  compile(source, filter);
}

/** The id that was made last, or undefined while there is none. */
export function newestId(source: KeysetSource): string | undefined {
  return source.ids({ where: undefined, orderBy: sql`${source.id} desc`, limit: 1, offset: 0 })[0];
}

/** How many rows satisfy a filter; `complete` is false when counting took longer than `budgetMs`. */
export async function countMatching(
  source: KeysetSource,
  filter: RqlNode | undefined,
  budgetMs: number,
): Promise<{ count: number; complete: boolean }> {
  const giveUpAt = performance.now() + budgetMs;
  let count = 0;
  for await (const { ids, after } of walk(source, filter, { direction: 'newest', limit: WINDOW })) {
    count += ids.length;
    if (after !== undefined && performance.now() > giveUpAt) return { count, complete: false };
  }
  return { count, complete: true };
}

function compile(source: KeysetSource, filter: RqlNode | undefined): SQL | undefined {
  const query = { filter, sort: [], limit: undefined, offset: undefined, select: undefined, skipCount: true };
  return compileRql(query, source.fields).where;
}

function conjuncts(filter: RqlNode | undefined): readonly RqlNode[] {
  if (!filter) return [];
  return filter.op === 'and' ? filter.args.flatMap(conjuncts) : [filter];
}

/** What of the filter an index answers: windows are cut over these rows only, so that few are found fast among many. */
function indexedPart(source: KeysetSource, filter: RqlNode | undefined): RqlNode | undefined {
  const args = conjuncts(filter).filter((node) => {
    if (node.op === 'in') return node.path.join('.') === 'id';
    return node.op === 'eq' && node.path.length === 1 && ['id', ...source.indexed].includes(node.path[0] ?? '');
  });
  return args.length > 0 ? { op: 'and', args } : undefined;
}

const ID_BOUNDS = { gt, ge: gte, lt, le: lte } as const;

/** Bounds of the ids, where windows begin and end. Ids begin with their time: a time range bounds them, too. */
function idBounds(source: KeysetSource, filter: RqlNode | undefined): SQL[] {
  return conjuncts(filter).flatMap((node) => {
    if (!('path' in node) || !('value' in node)) return [];
    const field = node.path.join('.');
    const { value, text } = node.value;
    if (field === 'id' && node.op in ID_BOUNDS) return [ID_BOUNDS[node.op as keyof typeof ID_BOUNDS](source.id, text)];
    if (field !== 'creationTimestamp') return [];
    const at = typeof value === 'number' ? value : readIsoDate(text);
    if (at === undefined || at > LAST_ID_MS) return [];
    if (node.op === 'gt' || node.op === 'ge') return [gte(source.id, firstIdAt(Math.floor(at)))];
    if (node.op === 'lt' || node.op === 'le') return [lt(source.id, firstIdAt(Math.ceil(at) + STORE_SLACK_MS))];
    return [];
  });
}
