import { describe, expect, it } from 'vitest';
import type { RenderEnv, Scope } from '../env';
import { evaluateExpression } from '../evaluate';

const NOW = Date.UTC(2026, 4, 17, 12, 0, 0);
const scope: Scope = {
  context: {
    time: '2026-05-17T22:30:00Z',
    epoch: Date.UTC(2026, 4, 17, 22, 30),
    born: '1950-03-01',
    soon: '2026-05-17T14:00:00Z',
    past: NOW - 3 * 86_400_000,
    amount: '1234.5',
  },
  contextName: '',
  data: {},
};

function evaluate(source: string, env: Partial<RenderEnv> = {}) {
  return evaluateExpression(source, scope, {
    language: 'EN',
    timeZone: 'UTC',
    now: NOW,
    localize: () => undefined,
    ...env,
  });
}

/** Intl writes narrow and no-break spaces, which differ between its versions. */
function plain(source: string, env: Partial<RenderEnv> = {}): string {
  const result = evaluate(source, env);
  return result.ok ? String(result.value).replace(/[\u00a0\u202f]/g, ' ') : JSON.stringify(result.problems);
}

describe('in the language asked for', () => {
  it.each([
    ['{{number 1234.5}}', '1,234.5', '1.234,5', '1 234,5'],
    ['{{number amount minimumFractionDigits=2}}', '1,234.50', '1.234,50', '1 234,50'],
    ["{{number 1234.56 style='decimal' maximumSignificantDigits=3}}", '1,230', '1.230', '1 230'],
    ["{{number 0.5 style='percent'}}", '50%', '50%', '50 %'],
    ["{{currency 1234.56 currency='EUR'}}", '€1,234.56', '€ 1.234,56', '1 234,56 €'],
    ["{{datetime time dateStyle='full'}}", 'Sunday, May 17, 2026', 'zondag 17 mei 2026', 'dimanche 17 mai 2026'],
    ["{{datetime epoch dateStyle='long'}}", 'May 17, 2026', '17 mei 2026', '17 mai 2026'],
    ["{{relativetime -1 range='days' style='long'}}", '1 day ago', '1 dag geleden', 'il y a 1 jour'],
    ['{{relativetime 3}}', 'in 3 days', 'over 3 dagen', 'dans 3 jours'],
    ['{{relativetime soon}}', 'in 2 hours', 'over 2 uur', 'dans 2 heures'],
    ["{{relativetime past numeric='auto'}}", '3 days ago', '3 dagen geleden', 'il y a 3 jours'],
  ])('%s', (source, en, nl, fr) => {
    expect([plain(source), plain(source, { language: 'NL' }), plain(source, { language: 'fr_BE' })]).toEqual([
      en,
      nl,
      fr,
    ]);
  });
});

describe('datetime', () => {
  it('is in the time zone asked for', () => {
    const source = "{{datetime time dateStyle='short' timeStyle='short'}}";
    expect(plain(source)).toBe('5/17/26, 10:30 PM');
    expect(plain(source, { timeZone: 'Europe/Brussels' })).toBe('5/18/26, 12:30 AM');
    expect(plain("{{datetime time timeStyle='short' timeZone='Asia/Tokyo'}}")).toBe('7:30 AM');
  });

  it('takes the options of Intl, and dates before 1970', () => {
    expect(plain('{{datetime 0 weekday="short" year="numeric" month="long" day="2-digit" hour="2-digit"}}')).toBe(
      'Thu, January 01, 1970 at 12 AM',
    );
    expect(plain("{{datetime born dateStyle='medium'}}")).toBe('Mar 1, 1950');
  });
});

describe('relativetime chooses the unit that reads best', () => {
  it.each([
    [0, 'in 0 seconds'],
    [-59_400, '59 seconds ago'],
    [59_600, 'in 1 minute'],
    [-59.6 * 60_000, '1 hour ago'],
    [23.6 * 3_600_000, 'in 1 day'],
    [29 * 86_400_000, 'in 29 days'],
    [-30 * 86_400_000, '1 month ago'],
    [400 * 86_400_000, 'in 1 year'],
  ])('%d ms', (distance, expected) => {
    expect(plain(`{{relativetime ${NOW + distance}}}`)).toBe(expected);
  });
});

describe('what Intl refuses is a problem', () => {
  it.each([
    ['{{number "abc"}}', {}, 'number: needs a number and got a text'],
    ['{{number 1 minimumFractionDigits=200}}', {}, 'number: minimumFractionDigits value is out of range.'],
    ['{{currency 1}}', {}, "currency: needs a currency, such as currency='EUR'"],
    ["{{currency 1 currency='EURO'}}", {}, 'currency: Invalid currency code : EURO'],
    ["{{datetime '2026-02-30'}}", {}, "datetime: needs an ISO 8601 time or epoch milliseconds and got '2026-02-30'"],
    ["{{datetime 'tomorrow'}}", {}, "datetime: needs an ISO 8601 time or epoch milliseconds and got 'tomorrow'"],
    ['{{datetime true}}', {}, 'datetime: needs an ISO 8601 time or epoch milliseconds and got a boolean'],
    ['{{datetime 0}}', { timeZone: 'Mars/Base' }, 'datetime: Invalid time zone specified: Mars/Base'],
    ['{{number 1}}', { language: '!' }, 'number: Incorrect locale information provided'],
    [
      "{{relativetime 1 range='fortnight'}}",
      {},
      'relativetime: needs a range of second, minute, hour, day, week, month, quarter, year',
    ],
  ])('%s', (source, env, message) => {
    expect(evaluate(source, env)).toMatchObject({ ok: false, problems: [{ code: 'helper', message }] });
  });
});
