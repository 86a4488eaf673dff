import { expect, test } from 'vitest';
import { toHourWords, toSparklineBars } from '@/components/dispatchers/list/hours';

const AT = new Date(2026, 5, 4, 15, 30).getTime();
const hours = (over: Record<number, number>) => Array.from({ length: 24 }, (_, hour) => over[hour] ?? 0);

test('the hours with runs are told with their exact numbers', () => {
  const words = toHourWords(hours({ 23: 5, 0: 1 }), AT);
  expect(words.total).toBe('6 runs in the last 24 hours');
  expect(words.hours).toEqual([
    { from: '15:30', to: '16:30', count: 1 },
    { from: '14:30', to: '15:30', count: 5 },
  ]);
  expect(words.sentence).toBe('6 runs in the last 24 hours. 15:30 to 16:30: 1, 14:30 to 15:30: 5');
  expect(toHourWords(hours({}), AT).sentence).toBe('No runs in the last 24 hours');
});

test('a single run beside thousands can still be seen', () => {
  const bars = toSparklineBars(hours({ 3: 1, 4: 10_000 }), 22);
  expect(bars[3]).toEqual({ hour: 3, height: 3, isEmpty: false });
  expect(bars[4]?.height).toBe(22);
  expect(bars[5]).toEqual({ hour: 5, height: 1, isEmpty: true });
});
