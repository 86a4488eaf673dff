import { ServiceError } from '@/lib/errors/service-error';
import { RQL_MAX_DEPTH, RQL_MAX_TERMS, type RqlPath, type RqlValue } from './schema';
import { decodeLeniently, RqlValueError, readValue } from './value';

/** Ends a plain argument; `=`, `<`, `>` and `!` may stand in one. */
const ARGUMENT_END = /[(),&|]/g;

/** Where the parser is. `query` has been decoded once. */
export interface Cursor {
  readonly query: string;
  position: number;
  terms: number;
  depth: number;
}

export interface Token {
  text: string;
  position: number;
}

/** Throws error 19 with the position, counted from 1. */
export function fail(position: number, message: string): never {
  throw new ServiceError(19, `Cannot read the query at position ${position + 1}: ${message}`);
}

export function failExpecting(cursor: Cursor, expected: string): never {
  const found = peek(cursor);
  return fail(cursor.position, `expected ${expected}, found ${found === '' ? 'the end' : `'${found}'`}`);
}

/** The next character; empty at the end. */
export function peek(cursor: Cursor): string {
  return cursor.query.charAt(cursor.position);
}

/** Steps over `char`, which must come next. */
export function expectChar(cursor: Cursor, char: string, expected = `'${char}'`): void {
  if (peek(cursor) !== char) failExpecting(cursor, expected);
  cursor.position += 1;
}

/** Steps over `char` when it comes next. */
export function skipChar(cursor: Cursor, char: string): boolean {
  if (peek(cursor) !== char) return false;
  cursor.position += 1;
  return true;
}

/** Takes everything before the next match of `end`, a global regular expression. */
export function takeUntil(cursor: Cursor, end: RegExp): Token {
  const position = cursor.position;
  end.lastIndex = position;
  cursor.position = end.exec(cursor.query)?.index ?? cursor.query.length;
  return { text: cursor.query.slice(position, cursor.position), position };
}

export function takeArgument(cursor: Cursor): Token {
  return takeUntil(cursor, ARGUMENT_END);
}

/** Plain arguments, up to and with the closing parenthesis. */
export function takeArguments(cursor: Cursor): Token[] {
  const tokens = [takeArgument(cursor)];
  while (skipChar(cursor, ',')) tokens.push(takeArgument(cursor));
  expectChar(cursor, ')', "',' or ')'");
  return tokens;
}

export function toPath({ text, position }: Token): RqlPath {
  const path = decodeLeniently(text).split('.');
  if (path.some((segment) => segment === '')) fail(position, `'${text}' is not the name of a field`);
  if (path.length > RQL_MAX_DEPTH) fail(position, `a field may have at most ${RQL_MAX_DEPTH} parts`);
  return path;
}

export function toValue({ text, position }: Token): RqlValue {
  try {
    return readValue(text);
  } catch (error) {
    if (error instanceof RqlValueError) fail(position, error.message);
    throw error;
  }
}

/** Counts one operator; a query has a bounded number of them. */
export function countTerm(cursor: Cursor, position: number): void {
  cursor.terms += 1;
  if (cursor.terms > RQL_MAX_TERMS) fail(position, `a query may have at most ${RQL_MAX_TERMS} terms`);
}

/** Runs `parse` one level deeper; a query has a bounded number of levels. */
export function nested<T>(cursor: Cursor, parse: () => T): T {
  cursor.depth += 1;
  if (cursor.depth > RQL_MAX_DEPTH) fail(cursor.position, `a query may be at most ${RQL_MAX_DEPTH} levels deep`);
  const result = parse();
  cursor.depth -= 1;
  return result;
}
