import { describe, expect, it } from 'vitest';
import type { RunDetail } from '@/lib/console/schema';
import { canCancel, canRetry, toWaiting } from './next-attempt';

const NOW = 1_000;
const mail = (over: object) =>
  ({ mail: { status: 'queued', attempts: 1, nextAttemptAt: 5_000, ...over } }) as RunDetail;
const task = (over: object) =>
  ({ task: { status: 'new', startTimestamp: 5_000, retryForTaskIds: [], ...over } }) as unknown as RunDetail;

describe('what a run waits for', () => {
  it('is the next attempt of a mail that was tried, and of a task that is a retry', () => {
    expect(toWaiting(mail({}), NOW)).toEqual({ for: 'retry', at: 5_000 });
    expect(toWaiting(task({ retryForTaskIds: ['a'] }), NOW)).toEqual({ for: 'retry', at: 5_000 });
  });

  it('is the start time that was asked for', () => {
    expect(toWaiting(task({}), NOW)).toEqual({ for: 'start', at: 5_000 });
  });

  it('is nothing when it is its turn, or over', () => {
    expect(toWaiting(mail({ attempts: 0 }), NOW)).toBeUndefined();
    expect(toWaiting(mail({ status: 'sent' }), NOW)).toBeUndefined();
    expect(toWaiting(task({ startTimestamp: 500 }), NOW)).toBeUndefined();
    expect(toWaiting({}, NOW)).toBeUndefined();
  });
});

it('can be canceled while it waits, and be done again once it has ended badly', () => {
  const of = (status: string, over: object = {}) => ({ status, ...over }) as RunDetail;
  expect(canCancel(of('pending'))).toBe(true);
  expect(canCancel(of('running', mail({})))).toBe(true);
  expect(canCancel(of('running', mail({ status: 'sending' })))).toBe(false);
  expect(canCancel(of('running', task({})))).toBe(true);
  expect(canCancel(of('failed'))).toBe(false);
  expect(['failed', 'canceled', 'succeeded', 'pending'].map((status) => canRetry(of(status)))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
