import { describe, expect, it } from 'vitest';
import { ServiceError } from '@/lib/errors/service-error';
import { createRateLimits, requireTurn } from './rate-limits';

const NOW = Date.UTC(2026, 4, 17, 12);

/** The Retry-After that taking a turn ends with; undefined when it is granted. */
function wait(limits: ReturnType<typeof createRateLimits>, who: string, perMinute: number, now: number) {
  try {
    requireTurn(limits, 'changes', who, perMinute, now);
    return undefined;
  } catch (error) {
    if (!(error instanceof ServiceError) || error.status !== 429) throw error;
    return error.headers?.['retry-after'];
  }
}

describe('S-29: a limit per caller', () => {
  it('grants so many at once, then as many as grow back, and says how long to wait, rounded up', () => {
    const limits = createRateLimits();
    for (let i = 0; i < 30; i++) expect(wait(limits, 'a', 30, NOW)).toBeUndefined();
    expect([wait(limits, 'a', 30, NOW), wait(limits, 'a', 30, NOW + 700), wait(limits, 'a', 30, NOW + 1_999)]).toEqual([
      '2',
      '2',
      '1',
    ]);
    expect([wait(limits, 'a', 30, NOW + 2_000), wait(limits, 'a', 30, NOW + 2_000)]).toEqual([undefined, '2']);
  });

  it('is one’s own, and each limit is another', () => {
    const limits = createRateLimits();
    expect([wait(limits, 'a', 1, NOW), wait(limits, 'a', 1, NOW), wait(limits, 'b', 1, NOW)]).toEqual([
      undefined,
      '60',
      undefined,
    ]);
    expect(limits.take('exports', 'a', 1, NOW)).toBeUndefined();
  });

  it('never saves up more than a minute’s worth, and gains nothing from a clock that goes back', () => {
    const limits = createRateLimits();
    wait(limits, 'a', 2, NOW);
    const granted = Array.from({ length: 5 }, () => wait(limits, 'a', 2, NOW + 3_600_000)).filter(
      (w) => w === undefined,
    );
    expect(granted).toHaveLength(2);
    expect(wait(limits, 'a', 2, NOW)).toBe('30');
  });

  it('forgets who was here longest ago, so that made-up callers cannot fill the memory', () => {
    const limits = createRateLimits();
    for (let i = 0; i < 10_001; i++) wait(limits, `made up ${i}`, 1, NOW);
    expect([wait(limits, 'made up 0', 1, NOW), wait(limits, 'made up 10000', 1, NOW)]).toEqual([undefined, '60']);
  });
});
