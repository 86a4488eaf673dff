/** Where the cursor stands, as far as `{{…}}` goes. Offsets count from the start of the text. */
export interface ExpressionPlace {
  /** The name that is being written: from `from` to `to`; `typed` is the part of it before the cursor. */
  from: number;
  to: number;
  typed: string;
  /** Outside of `{{…}}`, at the first name of it, after `{{#`, at a later one, or where nothing can be offered. */
  where: 'outside' | 'head' | 'block' | 'argument' | 'nowhere';
  /** What is missing to close the tag; empty when it is closed. */
  missing: string;
  /** Where the brackets that close the tag begin and end; both are `to` when they are missing. */
  closes: { from: number; to: number };
}

const OPEN = /^\{\{\{?~?([#/^&>!]?)/;
const WORD_BEFORE = /@?(?:\[[^\]{}]*\]|[^\s(){}|="'~,[\]#])*(?:\[[^\]{}]*)?$/;
const WORD_AFTER = /^(?:[^\s(){}|="'~,[\]]|\[[^\]{}]*\])*/;

/** Finds the place of the cursor. A `{{` counts until the next `}}`, or until the line ends. */
export function placeAt(text: string, cursor: number): ExpressionPlace {
  const open = text.lastIndexOf('{{', cursor - 1);
  const start = open > 0 && text[open - 1] === '{' ? open - 1 : open;
  const head = start === -1 ? undefined : OPEN.exec(text.slice(start, cursor));
  if (!head || text.slice(start, cursor).includes('}}')) return outside(cursor);
  const before = text.slice(start + head[0].length, cursor);
  const word = WORD_BEFORE.exec(before)?.[0] ?? '';
  const from = cursor - word.length;
  const to = cursor + (WORD_AFTER.exec(text.slice(cursor))?.[0].length ?? 0);
  const closes = closingAfter(text, to);
  const [, sign = ''] = head;
  const preceding = before.slice(0, before.length - word.length);
  return {
    from,
    to,
    typed: word,
    where: whereOf(preceding, sign),
    missing: closes.to > closes.from ? '' : missingAfter(preceding, head[0].startsWith('{{{')),
    closes,
  };
}

function outside(cursor: number): ExpressionPlace {
  return { from: cursor, to: cursor, typed: '', where: 'outside', missing: '', closes: { from: cursor, to: cursor } };
}

function whereOf(preceding: string, sign: string): ExpressionPlace['where'] {
  if (/[/>!]/.test(sign) || isInText(preceding) || /\bas\s*\|[^|]*$/.test(preceding)) return 'nowhere';
  if (/\($/.test(preceding.trimEnd()) || /^\s*else\s+$/.test(preceding)) return 'head';
  if (preceding.trim() !== '') return 'argument';
  return sign === '#' || sign === '^' ? 'block' : 'head';
}

function isInText(preceding: string): boolean {
  const rest = preceding.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, '');
  return /["']/.test(rest);
}

function closingAfter(text: string, from: number): { from: number; to: number } {
  const match = /\}\}\}?|\{\{|\n/.exec(text.slice(from));
  if (!match?.[0].startsWith('}}')) return { from, to: from };
  return { from: from + match.index, to: from + match.index + match[0].length };
}

function missingAfter(preceding: string, isRaw: boolean): string {
  const open = preceding.split('(').length - preceding.split(')').length;
  return ')'.repeat(Math.max(0, open)) + (isRaw ? '}}}' : '}}');
}
