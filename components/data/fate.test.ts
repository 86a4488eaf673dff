import { expect, test } from 'vitest';
import { isUnderWay, toFate } from '@/components/data/fate';

const none = { pending: 0, running: 0, succeeded: 0, failed: 0, canceled: 0 };

test('the worst comes first', () => {
  const runs = { ...none, succeeded: 2, failed: 1, pending: 3 };
  expect(toFate({ outcome: 'matched', runs }).map((part) => part.text)).toEqual(['1 failed', '3 pending', '2 done']);
});

test('when nothing followed, the fate says why', () => {
  expect(toFate({ outcome: 'no_dispatcher', runs: none })).toEqual([{ kind: 'outcome', value: 'no_dispatcher' }]);
});

test('an event is under way until every run has ended', () => {
  expect(isUnderWay({ runs: { ...none, running: 1 } })).toBe(true);
  expect(isUnderWay({ runs: { ...none, succeeded: 1, failed: 1, canceled: 1 } })).toBe(false);
});
