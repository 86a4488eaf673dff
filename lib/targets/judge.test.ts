import { describe, expect, it } from 'vitest';
import { judgeTarget } from './judge';

const NOW = 1_000_000;
const idle = { waiting: 0, oldestDueAt: undefined };
const attempts = (failed: number, fine: number, ms = 20) => [
  ...Array.from({ length: failed }, () => ({ ms, failed: true })),
  ...Array.from({ length: fine }, () => ({ ms, failed: false })),
];

describe('a target', () => {
  it.each([
    ['ok', true, idle, attempts(1, 19)],
    ['ok', true, { waiting: 5, oldestDueAt: NOW - 29_000 }, attempts(0, 5)],
    ['ok', true, idle, attempts(2, 0)],
    ['ok', false, idle, attempts(0, 5)],
    ['slow', true, { waiting: 5, oldestDueAt: NOW - 31_000 }, attempts(0, 5)],
    ['slow', true, idle, attempts(0, 5, 12_000)],
    ['failing', true, { waiting: 5, oldestDueAt: NOW - 31_000 }, attempts(3, 2)],
    ['paused', false, { waiting: 1, oldestDueAt: NOW }, attempts(5, 0)],
  ] as const)('is %s', (state, enabled, due, recent) => {
    expect(judgeTarget(enabled, due, recent, NOW).state).toBe(state);
  });

  it('carries the figures that it was judged by', () => {
    const recent = [
      { ms: 5, failed: false },
      { ms: 9, failed: true },
      { ms: 7, failed: false },
    ];
    expect(judgeTarget(true, { waiting: 2, oldestDueAt: NOW - 7 }, recent, NOW)).toEqual({
      state: 'ok',
      waiting: 2,
      oldestDueAt: NOW - 7,
      attempts: 3,
      failed: 1,
      medianMs: 7,
    });
    expect(judgeTarget(true, idle, [], NOW)).toEqual({ state: 'ok', waiting: 0, attempts: 0, failed: 0 });
  });
});
