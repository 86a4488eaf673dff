import { expect, it } from 'vitest';
import type { LocalizationTable } from '@/lib/localizations/schema';
import { moveCell, toColumns, withText } from './table-state';

const TABLE: LocalizationTable = {
  data: [
    {
      id: '0'.repeat(24),
      key: 'a',
      text: { EN: 'x', NL: 'y' },
      creationTimestamp: 1,
      updateTimestamp: 1,
      templates: [],
      templateTotal: 0,
    },
  ],
  total: 1,
  keys: 1,
  languages: [
    { code: 'EN', texts: 1 },
    { code: 'NL', texts: 1 },
  ],
};

it('a text that changes is shown at once, and the languages are counted anew', () => {
  expect(withText(TABLE, 'a', 'FR', 'z')).toMatchObject({
    data: [{ text: { EN: 'x', NL: 'y', FR: 'z' } }],
    languages: [{}, {}, { code: 'FR', texts: 1 }],
  });
  const without = withText(TABLE, 'a', 'NL', null);
  expect(without?.data[0]?.text).toEqual({ EN: 'x' });
  expect(without?.languages[1]).toEqual({ code: 'NL', texts: 0 });
  expect(withText(TABLE, 'a', 'NL', 'new')?.languages).toEqual(TABLE.languages);
  expect(withText(TABLE, 'other', 'NL', 'new')).toBe(TABLE);
  expect(withText(undefined, 'a', 'NL', 'new')).toBeUndefined();
});

it('columns begin with EN, and hold what was added', () => {
  expect(
    toColumns(
      [
        { code: 'DE', texts: 1 },
        { code: 'EN', texts: 2 },
      ],
      ['FR', 'DE'],
    ),
  ).toEqual(['EN', 'DE', 'FR']);
});

it('keys lead through the table as in a spreadsheet', () => {
  const size = { rows: 2, columns: 3 };
  expect(moveCell({ row: 0, column: 2 }, 'next', size)).toEqual({ row: 1, column: 0 });
  expect(moveCell({ row: 1, column: 0 }, 'previous', size)).toEqual({ row: 0, column: 2 });
  expect(moveCell({ row: 1, column: 2 }, 'next', size)).toBeUndefined();
  expect(moveCell({ row: 0, column: 0 }, 'left', size)).toBeUndefined();
  expect(moveCell({ row: 0, column: 1 }, 'down', size)).toEqual({ row: 1, column: 1 });
  expect(moveCell({ row: 0, column: 1 }, 'end', size)).toEqual({ row: 0, column: 2 });
});
