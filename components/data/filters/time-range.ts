import { createParser } from 'nuqs';
import { allOf } from '@/components/data/rql';
import { formatLocal } from '@/components/data/time';

const HOUR_MS = 3_600_000;
/** Ranges that end now: their length, and how they are called. */
export const RECENT = {
  '1h': { ms: HOUR_MS, label: 'Last hour', words: 'from the last hour' },
  '24h': { ms: 24 * HOUR_MS, label: 'Last 24 hours', words: 'from the last 24 hours' },
  '7d': { ms: 168 * HOUR_MS, label: 'Last 7 days', words: 'from the last 7 days' },
  '30d': { ms: 720 * HOUR_MS, label: 'Last 30 days', words: 'from the last 30 days' },
} as const;
export type Recent = keyof typeof RECENT;

/** A range that ends now, or between two times (epoch milliseconds), of which one may be open. */
export type TimeRange = { recent: Recent } | { recent?: undefined; from: number | undefined; to: number | undefined };

/** In the address: `24h`, or two ISO times with `..` between them. */
export const parseAsTimeRange = createParser<TimeRange>({
  parse: parseTimeRange,
  serialize: (range) => (range.recent ? range.recent : `${toIso(range.from)}..${toIso(range.to)}`),
  eq: (a, b) => JSON.stringify(a) === JSON.stringify(b),
});

export function parseTimeRange(text: string): TimeRange | null {
  if (Object.hasOwn(RECENT, text)) return { recent: text as Recent };
  const [from, to, ...rest] = text.split('..').map((part) => (part === '' ? undefined : Date.parse(part)));
  if (!text.includes('..') || rest.length > 0 || Number.isNaN(from ?? 0) || Number.isNaN(to ?? 0)) return null;
  return { from, to };
}

/** The range as a filter in RQL over `field`. */
export function toTimeFilter(range: TimeRange | null, now: number, field = 'creationTimestamp'): string {
  if (!range) return '';
  if (range.recent) return `ge(${field},${now - RECENT[range.recent].ms})`;
  return allOf(
    range.from !== undefined && `ge(${field},${range.from})`,
    range.to !== undefined && `lt(${field},${range.to})`,
  );
}

/** The range in a sentence: "from the last hour", "from before 4 Jun 2026, 09:00:00". */
export function toTimeWords(range: TimeRange | null): string {
  if (!range) return '';
  if (range.recent) return RECENT[range.recent].words;
  const from = range.from === undefined ? '' : `from ${formatLocal(range.from)} on`;
  const to = range.to === undefined ? '' : `before ${formatLocal(range.to)}`;
  return [from, to].filter(Boolean).join(' and ');
}

function toIso(ms: number | undefined): string {
  return ms === undefined ? '' : new Date(ms).toISOString();
}
