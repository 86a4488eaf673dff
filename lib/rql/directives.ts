import { type Cursor, expectChar, fail, type Token, takeArguments, toPath } from './cursor';
import type { RqlQuery } from './schema';

/** Reads the arguments of a directive and notes them in the query. */
export type Directive = (cursor: Cursor, query: RqlQuery) => void;

function toCount({ text, position }: Token, what: string): number {
  if (!/^\d{1,15}$/.test(text)) fail(position, `${what} must be a whole number of 0 or more, not '${text}'`);
  return Number(text);
}

const skipCount: Directive = (cursor, query) => {
  expectChar(cursor, ')');
  query.skipCount = true;
};

/** What shapes the answer instead of filtering it. At the top of a query only; of several, the last one counts. */
const DIRECTIVES: Readonly<Record<string, Directive>> = {
  limit: (cursor, query) => {
    const [limit, offset, surplus] = takeArguments(cursor);
    if (surplus) fail(surplus.position, 'limit takes a number and an offset');
    query.limit = limit && toCount(limit, 'the limit');
    query.offset = offset && toCount(offset, 'the offset');
  },
  sort: (cursor, query) => {
    query.sort = takeArguments(cursor).map(({ text, position }) => {
      const path = toPath({ text: text.replace(/^[+-]/, ''), position });
      return { path, direction: text.startsWith('-') ? 'desc' : 'asc' };
    });
  },
  select: (cursor, query) => {
    query.select = takeArguments(cursor).map((token) => toPath(token).join('.'));
  },
  skipCount,
  skip_count: skipCount,
};

export function findDirective(name: string): Directive | undefined {
  return Object.hasOwn(DIRECTIVES, name) ? DIRECTIVES[name] : undefined;
}
