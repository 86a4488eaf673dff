import SqliteDatabase from 'better-sqlite3';
import { type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { afterAll, beforeEach } from 'vitest';
import type { JsonValue } from '@/lib/format/json';
import type { RqlNode, RqlQuery, RqlValue } from '@/lib/rql/schema';
import { compileRql, type RqlFieldMap } from './rql';

const things = sqliteTable('things', {
  id: integer('id').primaryKey(),
  name: text('name'),
  age: real('age'),
  active: integer('active', { mode: 'boolean' }),
  at: integer('at_ms'),
  tags: text('tags', { mode: 'json' }).$type<JsonValue>(),
  content: text('content', { mode: 'json' }).$type<JsonValue>(),
});
const parts = sqliteTable('parts', {
  thingId: integer('thing_id').notNull(),
  type: text('type'),
  definition: text('definition', { mode: 'json' }).$type<JsonValue>(),
});

export const FIELDS: RqlFieldMap = {
  id: { kind: 'number', column: things.id },
  name: { kind: 'text', column: things.name },
  age: { kind: 'number', column: things.age },
  active: { kind: 'boolean', column: things.active },
  at: { kind: 'timestamp', column: things.at },
  tags: { kind: 'json', column: things.tags },
  content: { kind: 'json', column: things.content },
  parts: {
    kind: 'related',
    exists: (condition: SQL | undefined) => {
      const joined = sql`${parts.thingId} = ${things.id}`;
      return sql`exists (select 1 from ${parts} where ${condition ? sql`${joined} and ${condition}` : joined})`;
    },
    fields: {
      type: { kind: 'text', column: parts.type },
      to: { kind: 'json', column: parts.definition, base: ['recipients', 'to'] },
    },
  },
};

export interface Part {
  type: string | null;
  definition: JsonValue;
}
export interface Thing {
  name: string | null;
  age: number | null;
  active: boolean | null;
  at: number | null;
  tags: JsonValue;
  content: JsonValue;
  parts: Part[];
}
const EMPTY: Thing = { name: null, age: null, active: null, at: null, tags: [], content: {}, parts: [] };

const sqlite = new SqliteDatabase(':memory:');
const db = drizzle({ client: sqlite });
sqlite.exec(`create table things (id integer primary key, name text, age real, active integer, at_ms integer, tags text, content text);
  create table parts (thing_id integer not null, type text, definition text)`);
afterAll(() => sqlite.close());
beforeEach(clear);

export function clear(): void {
  sqlite.exec('delete from things; delete from parts');
}

/** Stores things under the ids 1, 2, 3, … */
export function store(...rows: Partial<Thing>[]): void {
  rows.forEach((row, index) => {
    const { parts: own, ...columns } = { ...EMPTY, ...row };
    db.insert(things)
      .values({ id: index + 1, ...columns })
      .run();
    for (const part of own) {
      db.insert(parts)
        .values({ thingId: index + 1, ...part })
        .run();
    }
  });
}

export const QUERY: RqlQuery = {
  filter: undefined,
  sort: [],
  limit: undefined,
  offset: undefined,
  select: undefined,
  skipCount: false,
};

export function find(filter: RqlNode | undefined, changes: Partial<RqlQuery> = {}): number[] {
  const compiled = compileRql({ ...QUERY, filter, ...changes }, FIELDS);
  return db
    .select({ id: things.id })
    .from(things)
    .where(compiled.where)
    .orderBy(...compiled.orderBy, things.id)
    .limit(compiled.limit)
    .offset(compiled.offset)
    .all()
    .map((row) => row.id);
}

export function guess(value: RqlValue['value']): RqlValue {
  return { type: 'guess', text: String(value), value };
}
export const typed = (value: string): RqlValue => ({ type: 'string', text: value, value });
export const date = (iso: string): RqlValue => ({ type: 'date', text: iso, value: Date.parse(iso) });
export type Compared = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | 'like';
export const ask = (op: Compared, path: string, value: RqlValue | string | number | boolean | null): RqlNode => ({
  op,
  path: path.split('.'),
  value: typeof value === 'object' && value !== null ? value : guess(value),
});
export const list = (op: 'in' | 'out', path: string, ...values: RqlValue['value'][]): RqlNode => ({
  op,
  path: path.split('.'),
  values: values.map(guess),
});
export const holds = (op: 'contains' | 'excludes', path: string, condition?: RqlNode): RqlNode => ({
  op,
  path: path.split('.'),
  condition,
});
export const is = (value: RqlValue['value']): RqlNode => ({ op: 'is', value: guess(value) });
