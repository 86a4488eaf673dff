import type { LocalizationTable } from '@/lib/localizations/schema';

/** The table with one text changed, and its languages counted anew: the server need not be asked. */
export function withText(
  table: LocalizationTable | undefined,
  key: string,
  language: string,
  text: string | null,
): LocalizationTable | undefined {
  const row = table?.data.find((one) => one.key === key);
  if (!table || !row) return table;
  const { [language]: before, ...others } = row.text;
  const change = (text === null ? 0 : 1) - (before === undefined ? 0 : 1);
  const next = { ...row, text: text === null ? others : { ...row.text, [language]: text } };
  return {
    ...table,
    data: table.data.map((one) => (one === row ? next : one)),
    languages: countAnew(table.languages, language, change),
  };
}

function countAnew(languages: LocalizationTable['languages'], code: string, change: number) {
  const known = languages.find((language) => language.code === code);
  if (!known) return change > 0 ? [...languages, { code, texts: change }] : languages;
  return languages.map((language) => (language === known ? { code, texts: known.texts + change } : language));
}

/** The columns: EN first, then the languages with texts, then those that were added and have none yet. */
export function toColumns(languages: LocalizationTable['languages'], added: readonly string[]): string[] {
  return [...new Set(['EN', ...languages.map(({ code }) => code), ...added])];
}

export type Direction = 'left' | 'right' | 'up' | 'down' | 'next' | 'previous' | 'start' | 'end';

/** The cell that a key leads to; undefined when it leads out of the table. */
export function moveCell(
  { row, column }: { row: number; column: number },
  direction: Direction,
  { rows, columns }: { rows: number; columns: number },
): { row: number; column: number } | undefined {
  const place = row * columns + column;
  const at = (index: number) =>
    index < 0 || index >= rows * columns ? undefined : { row: Math.floor(index / columns), column: index % columns };
  switch (direction) {
    case 'next':
      return at(place + 1);
    case 'previous':
      return at(place - 1);
    case 'left':
      return column > 0 ? { row, column: column - 1 } : undefined;
    case 'right':
      return column < columns - 1 ? { row, column: column + 1 } : undefined;
    case 'up':
      return row > 0 ? { row: row - 1, column } : undefined;
    case 'down':
      return row < rows - 1 ? { row: row + 1, column } : undefined;
    case 'start':
      return { row, column: 0 };
    case 'end':
      return { row, column: columns - 1 };
  }
}
