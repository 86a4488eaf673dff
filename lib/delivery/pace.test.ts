import { describe, expect, it } from 'vitest';
import { createPace } from './pace';

const POLICY = { atFirst: 4, most: 10, quickMs: 100 };

describe('the pace of a target', () => {
  it('grows by one with each quick answer, up to its most, for that target alone', () => {
    const pace = createPace(POLICY);
    const seen = Array.from({ length: 8 }, () => {
      pace.note('a', 100, true);
      return pace.atOnce('a');
    });
    expect(seen).toEqual([5, 6, 7, 8, 9, 10, 10, 10]);
    expect(pace.atOnce('b')).toBe(4);
  });

  it.each([
    ['a slow answer', 101, true],
    ['a failure', 1, false],
  ])('falls back with %s', (_what, tookMs, well) => {
    const pace = createPace(POLICY);
    for (let i = 0; i < 5; i++) pace.note('a', 1, true);
    pace.note('a', tookMs, well);
    expect(pace.atOnce('a')).toBe(4);
  });

  it('forgets who was here longest ago', () => {
    const pace = createPace(POLICY);
    for (let i = 0; i <= 10_000; i++) pace.note(`target ${i}`, 1, true);
    expect([pace.atOnce('target 0'), pace.atOnce('target 1')]).toEqual([4, 5]);
  });
});
