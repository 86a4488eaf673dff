import { describe, expect, it } from 'vitest';
import { parseAsTimeRange, parseTimeRange, toTimeFilter, toTimeWords } from './time-range';

const FROM = Date.UTC(2026, 5, 4, 7);
const TO = Date.UTC(2026, 5, 5, 7);

describe('a time range in the address', () => {
  it.each([
    [{ recent: '24h' as const }, '24h'],
    [{ from: FROM, to: TO }, '2026-06-04T07:00:00.000Z..2026-06-05T07:00:00.000Z'],
    [{ from: FROM, to: undefined }, '2026-06-04T07:00:00.000Z..'],
    [{ from: undefined, to: TO }, '..2026-06-05T07:00:00.000Z'],
  ])('%o comes back as it was', (range, text) => {
    expect(parseAsTimeRange.serialize(range)).toBe(text);
    expect(parseTimeRange(text)).toEqual(range);
  });

  it.each(['', 'toString', '2026', 'x..y', '2026-06-04..2026-06-05..'])('%o is none', (text) => {
    expect(parseTimeRange(text)).toBeNull();
  });
});

describe('a time range as a filter', () => {
  it('counts back from now, or goes from time to time', () => {
    expect(toTimeFilter(null, TO)).toBe('');
    expect(toTimeFilter({ recent: '24h' }, TO)).toBe(`ge(creationTimestamp,${FROM})`);
    expect(toTimeFilter({ from: FROM, to: TO }, TO)).toBe(`ge(creationTimestamp,${FROM})&lt(creationTimestamp,${TO})`);
  });

  it('reads as a part of a sentence', () => {
    expect(toTimeWords(null)).toBe('');
    expect(toTimeWords({ recent: '1h' })).toBe('from the last hour');
    expect(toTimeWords({ from: undefined, to: TO })).toMatch(/^before \d+ Jun 2026, /);
  });
});
