import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, type Column, gt, gte, lt, lte, type SQL, sql } from 'drizzle-orm';
import type { RqlNode, RqlQuery } from '@/lib/rql/schema';
import { conjuncts, idBounds } from './id-bounds';
import { compileRql, type RqlField, type RqlFieldMap } from './rql';
import { misfit } from './rql-matcher';

/** A table that is walked in the order of its ids, which is the order in which its rows were made. */
export interface KeysetSource {
  fields: RqlFieldMap;
  id: Column;
  /** Fields for which an index knows, in the order of ids, the rows with one value. */
  indexed: readonly string[];
  ids(query: { where: SQL | undefined; orderBy: SQL; limit: number; offset: number }): string[];
  count(where: SQL | undefined): number;
  /** The same rows, to be walked along an index of another table, when a condition asks for one value there. */
  along?(condition: RqlNode): KeysetSource | undefined;
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

/** How long one step may hold the event loop, whatever the condition costs: the next one looks at more rows, or fewer. */
const STEP_MS = 10;
const WINDOW = { first: 2_000, least: 100, most: 50_000 };
/** Of several conditions that an index answers, one with fewer rows than this is walked along. */
const FEW_ROWS = 1_000;
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;
/** A page that takes longer to fill is answered as far as it got. */
const PAGE_BUDGET_MS = 100;

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
  const { limit } = options;
  const steps = walkWindows(source, filter, options, (along, where, orderBy) => {
    const ids = along.ids({ where, orderBy, limit, offset: 0 });
    return { found: ids, stoppedAt: ids.length === limit ? ids.at(-1) : undefined };
  });
  for await (const { found, after } of steps) yield { ids: found, after };
}

/** What was found in one window, and the id at which looking stopped before its end. */
type Look<T> = (
  along: KeysetSource,
  where: SQL | undefined,
  orderBy: SQL,
) => { found: T; stoppedAt?: string | undefined };

async function* walkWindows<T>(
  whole: KeysetSource,
  filter: RqlNode | undefined,
  options: Omit<WalkOptions, 'limit'>,
  look: Look<T>,
): AsyncGenerator<{ found: T; after: string | undefined }> {
  const newest = options.direction === 'newest';
  const { source, where, cheap } = planWalk(whole, filter);
  const beyond = (id: string) => (newest ? lt(source.id, id) : gt(source.id, id));
  const upTo = (id: string) => (newest ? gte(source.id, id) : lte(source.id, id));
  const orderBy = newest ? sql`${source.id} desc` : sql`${source.id} asc`;
  const bounds = idBounds(source.id, filter, 'creationTimestamp');
  if (options.until !== undefined) bounds.push(lte(source.id, options.until));
  let size = WINDOW.first;
  let after = options.after;
  do {
    const startedAt = performance.now();
    const start = after === undefined ? undefined : beyond(after);
    const [edge] = source.ids({ where: and(cheap, ...bounds, start), orderBy, limit: 1, offset: size - 1 });
    const window = and(where, ...bounds, start, edge === undefined ? undefined : upTo(edge));
    const { found, stoppedAt } = look(source, window, orderBy);
    after = stoppedAt ?? edge;
    size = nextSize(size, performance.now() - startedAt);
    yield { found, after };
    if (after !== undefined) await nextTurn();
  } while (after !== undefined);
}

function nextSize(size: number, tookMs: number): number {
  const fitting = Math.round(size * Math.min(4, Math.max(0.25, STEP_MS / tookMs)));
  return Math.min(WINDOW.most, Math.max(WINDOW.least, fitting));
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
  compile(source.fields, filter);
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
  const steps = walkWindows(source, filter, { direction: 'newest' }, (along, where) => ({ found: along.count(where) }));
  for await (const { found, after } of steps) {
    count += found;
    if (after !== undefined && performance.now() > giveUpAt) return { count, complete: false };
  }
  return { count, complete: true };
}

function compile(fields: RqlFieldMap, filter: RqlNode | undefined): SQL | undefined {
  const query = { filter, sort: [], limit: undefined, offset: undefined, select: undefined, skipCount: true };
  return compileRql(query, fields).where;
}

/**
 * Which rows windows are cut over: those that one condition of the filter selects through an index, so that few are found
 * fast among many. One only, and SQLite is kept from another index: it would walk a million rows to find where a window
 * of two conditions ends.
 */
function planWalk(whole: KeysetSource, filter: RqlNode | undefined): WalkPlan {
  const parts = conjuncts(filter);
  for (const part of parts) {
    const source = whole.along?.(part);
    if (source) return { source, where: compile(demoted(source, undefined), filter), cheap: undefined };
  }
  const answered = parts.filter((node) => isAnsweredByIndex(whole, node));
  const [first] = answered;
  if (!first) return { source: whole, where: compile(whole.fields, filter), cheap: undefined };
  const chosen = (answered.length > 1 && answered.find((node) => hasFewRows(whole, node))) || first;
  return {
    source: whole,
    where: compile(demoted(whole, chosen), filter),
    cheap: compile(whole.fields, chosen),
  };
}

interface WalkPlan {
  source: KeysetSource;
  where: SQL | undefined;
  cheap: SQL | undefined;
}

function isAnsweredByIndex(source: KeysetSource, node: RqlNode): boolean {
  if (node.op === 'in') return node.path.join('.') === 'id';
  return node.op === 'eq' && node.path.length === 1 && ['id', ...source.indexed].includes(node.path[0] ?? '');
}

function hasFewRows(source: KeysetSource, node: RqlNode): boolean {
  const where = compile(source.fields, node);
  return source.ids({ where, orderBy: sql`${source.id} desc`, limit: 1, offset: FEW_ROWS }).length === 0;
}

/** The fields, those with an index other than the chosen one written so that SQLite does not use it: `+column`. */
function demoted(source: KeysetSource, chosen: RqlNode | undefined): RqlFieldMap {
  const fields: Record<string, RqlField> = { ...source.fields };
  for (const name of source.indexed) {
    const field = fields[name];
    const isChosen = chosen && 'path' in chosen && chosen.path.join('.') === name;
    if (field && 'column' in field && !isChosen) fields[name] = { ...field, column: sql`+${field.column}` };
  }
  return fields;
}
