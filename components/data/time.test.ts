import { expect, test } from 'vitest';
import { formatDuration, formatRelative, formatUtc } from '@/components/data/time';

const NOW = Date.UTC(2026, 5, 4, 7, 12, 33);

test.each([
  [0, 'now'],
  [-999, 'now'],
  [-5_000, '5 sec. ago'],
  [-59_999, '59 sec. ago'],
  [-60_000, '1 min. ago'],
  [-3 * 3_600_000, '3 hr. ago'],
  [-86_400_000, 'yesterday'],
  [2 * 86_400_000, 'in 2 days'],
  [3_600_000, 'in 1 hr.'],
])('%i ms away is "%s"', (difference, text) => {
  expect(formatRelative(NOW + difference, NOW)).toBe(text);
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
