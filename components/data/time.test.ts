import { expect, test } from 'vitest';
import { formatDuration, formatRelative, formatUtc } from '@/components/data/time';

const NOW = Date.UTC(2026, 5, 4, 7, 12, 33);

test.each([
  [0, 'now'],
  [-59_999, 'now'],
  [-60_000, '1 min ago'],
  [-3 * 3_600_000, '3 hr ago'],
  [-86_400_000, 'yesterday'],
  [2 * 86_400_000, 'in 2 days'],
  [3_600_000, 'in 1 hr'],
  [-6 * 86_400_000, '6 days ago'],
  [-365 * 86_400_000, '4 Jun 2025'],
])('%i ms away is "%s"', (difference, text) => {
  expect(formatRelative(NOW + difference, NOW)).toBe(text);
});

test('a week away and further the date says more', () => {
  expect(formatRelative(NOW - 7 * 86_400_000, NOW)).toMatch(/^2[78] May, \d\d:\d\d$/);
  expect(formatRelative(NOW + 30 * 86_400_000, NOW)).toMatch(/^[34] Jul, \d\d:\d\d$/);
});

test('the exact time can be had in UTC', () => {
  expect(formatUtc(NOW)).toBe('4 Jun 2026, 07:12:33');
});

test.each([
  [0, '0 ms'],
  [12.4, '12 ms'],
  [1_400, '1.4 s'],
  [185_000, '3 min 5 s'],
])('%d ms lasts "%s"', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
