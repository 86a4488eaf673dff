import { expect, test } from 'vitest';
import { parseRetryAfter } from '@/lib/functions/retry-after';

const NOW = Date.parse('2026-03-01T12:00:00Z');

test.each<[string | undefined, number | undefined]>([
  ['120', 120_000],
  [' 1 ', 1_000],
  ['3600', 3_600_000],
  ['3601', 3_600_000],
  ['1000000000', 3_600_000],
  ['99999999999999999999999999', 3_600_000],
  ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
  ['Sunday, 01-Mar-26 12:00:30 GMT', 30_000],
  ['Mon, 02 Mar 2026 12:00:00 GMT', 3_600_000],
  ['Sun, 01 Mar 2026 11:00:00 GMT', undefined],
  ['0', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['Sun, 99 Foo', undefined],
  ['2026-03-01T12:00:30Z', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After %j means %j ms', (value, expected) => {
  expect(parseRetryAfter(value, NOW)).toBe(expected);
});
