import { expect, test } from 'vitest';
import { mergeLive } from '@/components/events/merge-live';
import type { EventSummary } from '@/lib/console/schema';

const none = { pending: 0, running: 0, succeeded: 0, failed: 0, canceled: 0 };
const event = (id: string, runs = none): EventSummary => ({
  id,
  type: 'a',
  content: {},
  source: 'default',
  externalId: undefined,
  outcome: 'matched',
  runCount: 1,
  depth: 0,
  causeTaskId: undefined,
  creationTimestamp: 0,
  updateTimestamp: 0,
  runs,
});

test('new events wait and no row moves', () => {
  const { rows, fresh, gap } = mergeLive([event('2'), event('1')], [event('4'), event('3'), event('2')]);
  expect(rows.map(({ id }) => id)).toEqual(['2', '1']);
  expect(fresh.map(({ id }) => id)).toEqual(['4', '3']);
  expect(gap).toBe(false);
});

test('a shown event gets its newest fate', () => {
  const { rows } = mergeLive([event('1', { ...none, pending: 1 })], [event('1', { ...none, succeeded: 1 })]);
  expect(rows[0]?.runs.succeeded).toBe(1);
});

test('when more came than one page holds, that is said', () => {
  expect(mergeLive([event('1')], [event('9'), event('8')]).gap).toBe(true);
  expect(mergeLive([], [event('9')]).gap).toBe(false);
});
