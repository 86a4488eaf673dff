import { describe, expect, it } from 'vitest';
import type { FunctionFailure } from '@/lib/functions/outcome';
import { taskRetryDelayMs } from './task-retry';

const failure = (over: Partial<FunctionFailure> = {}): FunctionFailure => ({
  status: 'failed',
  error: { type: 'runtime', name: 'TypeError', message: 'x is not a function' },
  retryable: true,
  logs: [],
  ...over,
});
const NEW = { retries: 0, ageMs: 0 };
const local = { kind: 'local' as const, retryPolicy: { enabled: false, errorsToRetry: [] as string[] } };
const withPolicy = (errorsToRetry: string[] = []) => ({ ...local, retryPolicy: { enabled: true, errorsToRetry } });
const delays = (fn: Parameters<typeof taskRetryDelayMs>[0], f: FunctionFailure, count: number) =>
  Array.from({ length: count }, (_, retries) => taskRetryDelayMs(fn, f, { retries, ageMs: 0 }, 0));

describe('task retries', () => {
  it('follow the policy of the contract: after 2, 5 and 10 s, then no more', () => {
    expect(delays(withPolicy(), failure(), 4)).toEqual([2_000, 5_000, 10_000, undefined]);
  });

  it('happen only for the errors that the policy names', () => {
    expect(taskRetryDelayMs(withPolicy(['TypeError']), failure(), NEW, 0)).toBe(2_000);
    expect(taskRetryDelayMs(withPolicy(['RangeError']), failure(), NEW, 0)).toBeUndefined();
  });

  it('do not happen for an error in the code of a function without a policy', () => {
    expect(taskRetryDelayMs(local, failure(), NEW, 0)).toBeUndefined();
  });

  it('do not happen when doing it again cannot help, or the function is gone', () => {
    expect(taskRetryDelayMs(withPolicy(), failure({ retryable: false }), NEW, 0)).toBeUndefined();
    expect(taskRetryDelayMs(undefined, failure(), NEW, 0)).toBeUndefined();
  });

  it('back off when the call could not be delivered: 12 attempts in all', () => {
    const undelivered = failure({ error: { type: 'invocation', name: 'Throttled', message: 'slow down' } });
    const waits = delays(local, undelivered, 12);
    expect(waits.slice(0, 3)).toEqual([2_500, 5_000, 10_000]);
    expect(waits.at(10)).toBeGreaterThan(2_000_000);
    expect(waits.at(11)).toBeUndefined();
  });

  it('end after three days, however few attempts there were', () => {
    const undelivered = failure({ error: { type: 'invocation', name: 'ECONNREFUSED', message: 'away' } });
    const DAY_MS = 24 * 3_600_000;
    expect(taskRetryDelayMs(local, undelivered, { retries: 2, ageMs: 3 * DAY_MS }, 0)).toBe(10_000);
    expect(taskRetryDelayMs(local, undelivered, { retries: 2, ageMs: 3 * DAY_MS + 1 }, 0)).toBeUndefined();
  });

  it('back off for every retryable answer of an HTTP function', () => {
    expect(taskRetryDelayMs({ ...local, kind: 'http' }, failure(), NEW, 0)).toBe(2_500);
  });

  it('never come before the time that the function asked for', () => {
    const busy = failure({ retryAfterMs: 60_000 });
    expect(taskRetryDelayMs(withPolicy(), busy, NEW, 0)).toBe(60_000);
    expect(taskRetryDelayMs({ ...local, kind: 'http' }, busy, NEW, 0)).toBe(60_000);
  });
});
