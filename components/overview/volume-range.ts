import { parseAsStringLiteral, useQueryState } from 'nuqs';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How far back the overview looks, and how long a bar of its chart is. */
export const RANGES = {
  '24h': { label: '24 hours', ms: DAY_MS, bucketMs: HOUR_MS },
  '7d': { label: '7 days', ms: 7 * DAY_MS, bucketMs: 6 * HOUR_MS },
  '30d': { label: '30 days', ms: 30 * DAY_MS, bucketMs: DAY_MS },
} as const;
export type Range = keyof typeof RANGES;
export const RANGE_NAMES = Object.keys(RANGES) as Range[];

/** The range, in the address. */
export function useRange() {
  return useQueryState('range', parseAsStringLiteral(RANGE_NAMES).withDefault('24h'));
}

/**
 * The buckets of a range up to and with the hour of `now` (epoch ms): whole hours, so that the server counts each once.
 * A day's bucket begins where the range begins, whatever the time zone.
 */
export function toBuckets(range: Range, now: number): { from: number; to: number; bucket: number } {
  const { ms, bucketMs } = RANGES[range];
  const to = (Math.floor(now / HOUR_MS) + 1) * HOUR_MS;
  return { from: to - ms, to, bucket: bucketMs };
}
