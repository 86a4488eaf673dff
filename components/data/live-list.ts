import type { LiveMessage } from '@/components/data/live';
import { allOf } from '@/components/data/rql';
import { firstIdAt, timeOfId } from '@/lib/format/id';
import { apiGet } from '@/lib/http/client';

/** Rows of the console's lists: their ids sort by time. */
export interface Listed {
  id: string;
}

export interface ListPage<Row> {
  data: Row[];
  nextBefore?: string;
}

/** A list of the API that takes a filter in RQL and goes from the newest to the oldest, such as `GET /api/v1/runs`. */
export interface LiveSource<Row extends Listed> {
  /** First part of the query keys: `runs`. */
  name: string;
  /** `/api/v1/runs` */
  path: string;
  /** The row that a message is about; true when some row is, and it is not known which; undefined: it is about none. */
  concerns(message: LiveMessage): string | true | undefined;
  /** Only so that a source knows its rows. */
  readonly row?: Row;
}

/** What came after the list was loaded, and waits to be shown. */
export interface News<Row> {
  fresh: Row[];
  /** More came than is worth keeping: the list has to begin anew. */
  gap: boolean;
  /** Rows of the list as they are now. */
  changed: Readonly<Record<string, Row>>;
  /** Everything up to this id has been looked at. */
  upTo: string | undefined;
}

export const PAGE_SIZE = 50;
const MAX_LIMIT = 100;
/** A row is stored within this time after its id was made. */
const STORE_SLACK_MS = 60_000;

export function fetchPage<Row extends Listed>(
  source: LiveSource<Row>,
  filter: string,
  before: string | undefined,
  signal: AbortSignal,
): Promise<ListPage<Row>> {
  const query = allOf(filter, before && `lt(id,${before})`, `limit(${PAGE_SIZE})`);
  return apiGet<ListPage<Row>>(`${source.path}?${query}`, signal);
}

interface NewsRequest<Row> {
  filter: string;
  shown: readonly Row[];
  previous: News<Row> | undefined;
  /** Rows to read again; beyond `MAX_LIMIT` they stay as they are. */
  stale: readonly string[];
  /** Rows that are not shown and have changed: the filter may fit them now. */
  others: readonly string[];
  /** The newest id that is known of, from a live message. */
  newest: string | undefined;
  signal: AbortSignal;
}

/** Reads what is new, and again what has changed. Neither looks at the whole table: both are bounded by ids. */
export async function fetchNews<Row extends Listed>(
  source: LiveSource<Row>,
  { filter, shown, previous, stale, others, newest, signal }: NewsRequest<Row>,
): Promise<News<Row>> {
  const since = later(shown[0]?.id, previous?.upTo && firstIdAt(timeOfId(previous.upTo) - STORE_SLACK_MS));
  const arriving = apiGet<ListPage<Row>>(
    `${source.path}?${allOf(filter, since && `gt(id,${since})`, `limit(${MAX_LIMIT})`)}`,
    signal,
  );
  const again = stale.slice(0, MAX_LIMIT);
  const [arrived, rows, fitting] = await Promise.all([
    arriving,
    readSome(source, '', again, signal),
    filter === '' ? [] : readSome(source, filter, others.slice(0, MAX_LIMIT), signal),
  ]);
  const fresh = toFresh([...arrived.data, ...fitting, ...rows], shown, previous?.fresh ?? []);
  return {
    fresh: fresh.slice(0, MAX_LIMIT),
    gap: (previous?.gap ?? false) || arrived.nextBefore !== undefined || fresh.length > MAX_LIMIT,
    changed: { ...previous?.changed, ...Object.fromEntries(rows.map((row) => [row.id, row])) },
    upTo: later(later(previous?.upTo, newest), arrived.data[0]?.id),
  };
}

/** Of these rows those that fit the filter, as they are now. */
async function readSome<Row extends Listed>(
  source: LiveSource<Row>,
  filter: string,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Row[]> {
  if (ids.length === 0) return [];
  const query = allOf(filter, `in(id,${ids.join(',')})`, `limit(${MAX_LIMIT})`);
  return (await apiGet<ListPage<Row>>(`${source.path}?${query}`, signal)).data;
}

/** What is not shown and not older than all that is, newest first, each once and as it is now. */
function toFresh<Row extends Listed>(rows: readonly Row[], shown: readonly Row[], before: readonly Row[]): Row[] {
  const bottom = shown.at(-1)?.id ?? '';
  const known = new Map([...before, ...rows].filter((row) => row.id > bottom).map((row) => [row.id, row]));
  for (const row of shown) known.delete(row.id);
  return [...known.values()].sort(newestFirst);
}

function newestFirst(a: Listed, b: Listed): number {
  return a.id < b.id ? 1 : -1;
}

function later(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}

/** The pages with what was new in its place; what was shown keeps its order. */
export function withFresh<Row extends Listed>(
  pages: readonly ListPage<Row>[],
  { fresh, gap }: Pick<News<Row>, 'fresh' | 'gap'>,
): ListPage<Row>[] {
  const top = pages[0]?.data[0]?.id ?? '';
  const newer = fresh.filter((row) => row.id > top);
  const last = newer.at(-1);
  if (gap && last) return [{ data: newer, nextBefore: last.id }];
  if (pages.length === 0) return [{ data: fresh }];
  const left = [...fresh];
  return pages.map((page, index) => {
    const end = page.data.at(-1)?.id ?? '';
    const mine =
      index === pages.length - 1 ? left.splice(0) : left.splice(0, left.filter((row) => row.id > end).length);
    return mine.length > 0 ? { ...page, data: [...mine, ...page.data].sort(newestFirst) } : page;
  });
}
