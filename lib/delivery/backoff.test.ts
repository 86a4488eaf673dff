import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff';

const policy = { baseMs: 1_000, capMs: 60_000 };

describe('backoffMs', () => {
  it('doubles with each attempt', () => {
    expect([1, 2, 3, 4].map((n) => backoffMs(n, policy, 0))).toEqual([500, 1_000, 2_000, 4_000]);
  });

  it('R-39: spreads over the second half of the wait', () => {
    expect(backoffMs(1, policy, 0)).toBe(500);
    expect(backoffMs(1, policy, 0.5)).toBe(750);
    expect(backoffMs(1, policy, 0.999_999)).toBe(1_000);
  });

  it('stays between half the base and the cap, whatever the attempt', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (n, random) => {
        const wait = backoffMs(n, policy, random);
        expect(wait).toBeGreaterThanOrEqual(500);
        expect(wait).toBeLessThanOrEqual(60_000);
      }),
    );
  });
});
