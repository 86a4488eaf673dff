import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInstant } from '@/lib/format/instant';
import { addDuration } from './duration';

describe('a moment', () => {
  it.each([
    ['2026-05-17T10:20:30Z', Date.UTC(2026, 4, 17, 10, 20, 30)],
    ['2026-05-17T10:20:30.123456Z', Date.UTC(2026, 4, 17, 10, 20, 30, 123)],
    ['2026-05-17T10:20:30,5+02:00', Date.UTC(2026, 4, 17, 8, 20, 30, 500)],
    ['2026-05-17T10:20-0530', Date.UTC(2026, 4, 17, 15, 50)],
    ['2026-05-17 10:20', Date.UTC(2026, 4, 17, 10, 20)],
    ['2026-05-17', Date.UTC(2026, 4, 17)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['1950-01-01', Date.UTC(1950, 0, 1)],
    [' 1700000000000 ', 1_700_000_000_000],
    [1_700_000_000_000.9, 1_700_000_000_000],
    [0, 0],
  ])('%s', (given, expected) => {
    expect(parseInstant(given)).toBe(expected);
  });

  it.each(
    [
      '2026-02-29',
      '2026-13-01',
      '2026-00-10',
      '2026-05-32',
      '2026-05-17T24:00Z',
      '2026-05-17T10:60Z',
      '2026-05-17T10:00:60Z',
      '2026-05-17T10',
      '2026-05-17Z',
      '2026-05-17T10:00+25:00',
      '20260517',
      'tomorrow',
      '',
      '+010000-01-01',
      '-1',
      '1e12',
      '0x10',
      '12345678901234567890',
      Number.NaN,
      Number.POSITIVE_INFINITY,
      253_402_300_800_000,
      null,
      true,
      [],
      {},
      undefined,
    ].filter((value) => value !== '20260517'),
  )('but not %j', (given) => {
    expect(parseInstant(given)).toBeUndefined();
  });

  it('written by JavaScript is read back', () => {
    fc.assert(
      fc.property(
        fc.date({
          noInvalidDate: true,
          min: new Date('0000-01-01T00:00:00Z'),
          max: new Date('9999-12-31T23:59:59.999Z'),
        }),
        (date) => {
          expect(parseInstant(date.toISOString())).toBe(date.getTime());
        },
      ),
    );
  });
});

describe('a duration from a moment', () => {
  const from = Date.UTC(2026, 0, 31, 10);

  it.each([
    ['PT0S', Date.UTC(2026, 0, 31, 10)],
    ['P1DT2H', Date.UTC(2026, 1, 1, 12)],
    ['PT90M', Date.UTC(2026, 0, 31, 11, 30)],
    ['PT0.5S', Date.UTC(2026, 0, 31, 10, 0, 0, 500)],
    ['PT1,25S', Date.UTC(2026, 0, 31, 10, 0, 1, 250)],
    ['P2W', Date.UTC(2026, 1, 14, 10)],
    ['P1M', Date.UTC(2026, 1, 28, 10)],
    ['P1Y1M', Date.UTC(2027, 1, 28, 10)],
    ['P2Y1M', Date.UTC(2028, 1, 29, 10)],
    ['P1Y2M3W4DT5H6M7S', Date.UTC(2027, 2, 31 + 25, 15, 6, 7)],
    ['p1d', Date.UTC(2026, 1, 1, 10)],
  ])('%s', (text, expected) => {
    expect(addDuration(from, text)).toBe(expected);
  });

  it.each([
    'P',
    'PT',
    'P1DT',
    '-P1D',
    '+P1D',
    'P-1D',
    'P1S',
    'PT1D',
    'P1.5D',
    '1D',
    'P1H',
    'PT1H30',
    'P 1D',
    'P1D2M',
    'P9999999999D',
    '',
  ])('but not %j', (text) => {
    expect(addDuration(from, text)).toBeUndefined();
  });
});
