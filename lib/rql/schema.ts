/** The path of a field: `content.patient.id` is `['content', 'patient', 'id']`. */
export type RqlPath = string[];

/**
 * A value of a query. `text` is what was written, after decoding and without its cast. `value` is what it was cast to or, for
 * `guess`, what it looks like; the kind of the field decides which one counts. A `date` is epoch milliseconds.
 */
export interface RqlValue {
  type: 'guess' | 'string' | 'number' | 'boolean' | 'date';
  text: string;
  value: string | number | boolean | null;
}

export const COMPARISONS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;
export type RqlComparison = (typeof COMPARISONS)[number];

export type RqlNode =
  | { op: 'and' | 'or'; args: RqlNode[] }
  | { op: RqlComparison; path: RqlPath; value: RqlValue }
  | { op: 'in' | 'out'; path: RqlPath; values: RqlValue[] }
  | { op: 'like'; path: RqlPath; value: RqlValue }
  /** Without a condition: the field has (or has not) a value; with one: an element that satisfies it. */
  | { op: 'contains' | 'excludes'; path: RqlPath; condition: RqlNode | undefined }
  /** Inside `contains` and `excludes` only: the element itself equals the value. */
  | { op: 'is'; value: RqlValue };

export interface RqlSort {
  path: RqlPath;
  direction: 'asc' | 'desc';
}

/** A query that has been read. Fields and the fit of operators to them are checked against the resource, later. */
export interface RqlQuery {
  filter: RqlNode | undefined;
  sort: RqlSort[];
  limit: number | undefined;
  offset: number | undefined;
  select: string[] | undefined;
  skipCount: boolean;
}

export const RQL_MAX_BYTES = 16 * 1024;
export const RQL_MAX_TERMS = 100;
export const RQL_MAX_DEPTH = 20;
export const RQL_DEFAULT_LIMIT = 20;
export const RQL_MAX_LIMIT = 50;

const ISO_DATE = /^\d{4}-\d{2}(?:-\d{2})?(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Reads an ISO 8601 date or time as epoch milliseconds; without an offset it is UTC. Undefined when it is none. */
export function readIsoDate(text: string): number | undefined {
  const match = ISO_DATE.exec(text);
  if (!match) return undefined;
  const time = Date.parse(text.includes('T') && !match[1] ? `${text}Z` : text);
  return Number.isNaN(time) ? undefined : time;
}
