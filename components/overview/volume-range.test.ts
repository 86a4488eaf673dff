import { describe, expect, it } from 'vitest';
import { RANGE_NAMES, toBuckets } from './volume-range';

const HOUR_MS = 3_600_000;

describe('the buckets of a range', () => {
  it.each(RANGE_NAMES)('of %s are whole hours, and the last one holds now', (range) => {
    const now = Date.UTC(2026, 10, 24, 19, 31, 7);
    const { from, to, bucket } = toBuckets(range, now);
    expect([from % HOUR_MS, to % HOUR_MS, (to - from) % bucket]).toEqual([0, 0, 0]);
    expect(to - bucket <= now && now < to).toBe(true);
    expect((to - from) / bucket).toBeLessThanOrEqual(30);
  });

  it('begin a new one at the full hour', () => {
    const now = Date.UTC(2026, 10, 24, 19);
    expect(toBuckets('24h', now).to).toBe(now + HOUR_MS);
    expect(toBuckets('24h', now - 1).to).toBe(now);
  });
});
