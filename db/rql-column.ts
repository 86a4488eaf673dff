import { type Column, type SQL, sql } from 'drizzle-orm';
import { type RqlValue, readIsoDate } from '@/lib/rql/schema';
import { compare, containsText, misfit, type RqlMatcher, type RqlTest } from './rql-matcher';

export type ColumnKind = 'text' | 'number' | 'boolean' | 'timestamp';

type Operand = (value: RqlValue, field: string) => string | number;

function toNumber(value: RqlValue, field: string): number {
  if (typeof value.value === 'number') return value.value;
  throw misfit(`'${field}' holds numbers: '${value.text}' is none`);
}

function toTimestamp(value: RqlValue, field: string): number {
  const time = typeof value.value === 'number' ? value.value : readIsoDate(value.text);
  if (time !== undefined) return time;
  throw misfit(`'${field}' holds times: '${value.text}' is neither epoch milliseconds nor an ISO 8601 time`);
}

function toBoolean(value: RqlValue, field: string): number {
  if (typeof value.value === 'boolean') return value.value ? 1 : 0;
  throw misfit(`'${field}' is true or false, not '${value.text}'`);
}

/** What a value becomes for a column: a text column takes it as it was written, `12` and `true` too. */
const OPERANDS: Readonly<Record<ColumnKind, Operand>> = {
  text: (value) => value.text,
  number: toNumber,
  timestamp: toTimestamp,
  boolean: toBoolean,
};

function test(column: SQL, kind: ColumnKind, asked: RqlTest, field: string): SQL {
  const operand = OPERANDS[kind];
  if (asked.op === 'in') {
    const values = asked.values.map((value) => sql`${operand(value, field)}`);
    return sql`${column} in (${sql.join(values, sql`, `)})`;
  }
  if (asked.op === 'like') {
    if (kind !== 'text') throw misfit(`'like' does not fit '${field}', which is no text`);
    return containsText(column, asked.value.text);
  }
  if (kind === 'boolean' && asked.op !== 'eq')
    throw misfit(`'${asked.op}' does not fit '${field}', which has no order`);
  return compare(column, asked.op, operand(asked.value, field));
}

/** A column with one value. */
export function columnMatcher(column: Column | SQL, kind: ColumnKind, field: string): RqlMatcher {
  const expression = sql`${column}`;
  return {
    has: () => sql`${expression} is not null`,
    some: (asked) => test(expression, kind, asked, field),
    any: () => {
      throw misfit(`'${field}' is no list`);
    },
  };
}
