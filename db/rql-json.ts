import { type Column, type SQL, sql } from 'drizzle-orm';
import type { RqlPath, RqlValue } from '@/lib/rql/schema';
import { compare, containsText, isNull, misfit, type RqlMatcher, type RqlScope, type RqlTest } from './rql-matcher';

/** A row of `json_each`: one value, with its JSON type. */
interface Leaf {
  value: SQL;
  type: SQL;
}

/** Names for the rows of nested `json_each` calls, so that an inner one never hides an outer one. */
export interface Aliases {
  next(): string;
}

export function createAliases(): Aliases {
  let count = 0;
  return {
    next: () => {
      count += 1;
      return `rql_json_${count}`;
    },
  };
}

/** A JSON path to one key or a chain of keys. Quoted, so that no character of a key has a meaning of its own. */
function jsonPath(path: RqlPath): string {
  return `$${path.map((key) => `."${key}"`).join('')}`;
}

/** Refuses keys that SQLite's JSON paths cannot quote. */
export function assertJsonPath(path: RqlPath): void {
  const bad = path.find((key) => /["\\\p{Cc}]/u.test(key));
  if (bad !== undefined) throw misfit(`a query cannot reach the field ${JSON.stringify(bad)}`);
}

/** The value at a path as an SQL value, for sorting. */
export function jsonExtract(column: Column | SQL, path: RqlPath): SQL {
  assertJsonPath(path);
  return sql`json_extract(${column}, ${jsonPath(path)})`;
}

/** One `json_each` over what stands at `key`: the elements of a list, the value itself otherwise, nothing when null or absent. */
function each(json: SQL, key: string | undefined, alias: SQL): SQL {
  const type = key === undefined ? sql`json_type(${json})` : sql`json_type(${json}, ${jsonPath([key])})`;
  const at = key === undefined ? json : sql`${json} -> ${jsonPath([key])}`;
  const single = sql`coalesce('[' || (${at}) || ']', '[]')`;
  return sql`json_each(case ${type} when 'array' then ${at} when 'null' then '[]' else ${single} end) as ${alias}`;
}

/** Rows for every value at the path, looking into lists at its start, on the way and at its end. */
function rows(json: SQL, path: RqlPath, aliases: Aliases): { from: SQL; leaf: Leaf } {
  const tables: SQL[] = [];
  const step = (from: SQL, key: string | undefined): Leaf => {
    const alias = sql`${sql.identifier(aliases.next())}`;
    tables.push(each(from, key, alias));
    return { value: sql`${alias}.value`, type: sql`${alias}.type` };
  };
  let leaf = step(json, undefined);
  for (const key of path) leaf = step(objectOf(leaf), key);
  return { from: sql.join(tables, sql`, `), leaf };
}

/** A leaf as JSON to look into; only objects have fields. */
function objectOf(leaf: Leaf): SQL {
  return sql`case when ${leaf.type} = 'object' then ${leaf.value} end`;
}

const isNumber = (leaf: Leaf) => sql`${leaf.type} in ('integer', 'real')`;
const isText = (leaf: Leaf) => sql`${leaf.type} = 'text'`;

/** A text as epoch milliseconds, when it is an ISO 8601 time. */
function textTime(leaf: Leaf): SQL {
  const time = sql`cast(round(unixepoch(${leaf.value}, 'subsec') * 1000) as integer)`;
  return sql`case when ${isText(leaf)} and ${leaf.value} glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]*' then ${time} end`;
}

type Order = 'eq' | 'gt' | 'ge' | 'lt' | 'le';

function compareNumber(leaf: Leaf, op: Order, value: number): SQL {
  return sql`(${isNumber(leaf)} and ${compare(leaf.value, op, value)})`;
}

function compareText(leaf: Leaf, op: Order, value: string): SQL {
  return sql`(${isText(leaf)} and ${compare(leaf.value, op, value)})`;
}

/**
 * Like is compared with like: a number with numbers, text with text. A value that was only guessed also equals the text that
 * was written, because `"12"` and `12` look the same in a query.
 */
function compareLeaf(leaf: Leaf, op: Order, { type, value, text }: RqlValue, field: string): SQL {
  if (typeof value === 'boolean') {
    if (op !== 'eq') throw misfit(`'${op}' does not fit '${text}': true and false have no order`);
    const holds = sql`${leaf.type} = ${value ? 'true' : 'false'}`;
    return type === 'guess' ? sql`(${holds} or ${compareText(leaf, 'eq', text)})` : holds;
  }
  if (typeof value === 'number') {
    const asNumber = compareNumber(leaf, op, value);
    if (type === 'date') return sql`(${asNumber} or ${compare(textTime(leaf), op, value)})`;
    return type === 'guess' && op === 'eq' ? sql`(${asNumber} or ${compareText(leaf, 'eq', text)})` : asNumber;
  }
  if (value === null) throw misfit(`'${field}' cannot be compared with null by '${op}'`);
  return compareText(leaf, op, value);
}

function testLeaf(leaf: Leaf, asked: RqlTest, field: string): SQL {
  if (asked.op === 'in') {
    const options = asked.values.map((value) => compareLeaf(leaf, 'eq', value, field));
    return sql`(${sql.join(options, sql` or `)})`;
  }
  if (asked.op === 'like') return sql`(${isText(leaf)} and ${containsText(leaf.value, asked.value.text)})`;
  return compareLeaf(leaf, asked.op, asked.value, field);
}

/** The value at `path` inside the JSON that `json` yields; lists are looked into. `field` is its name in messages. */
export function jsonMatcher(json: SQL, path: RqlPath, aliases: Aliases, field: string): RqlMatcher {
  assertJsonPath(path);
  const exists = (condition: (leaf: Leaf) => SQL) => {
    const { from, leaf } = rows(json, path, aliases);
    return sql`exists (select 1 from ${from} where ${condition(leaf)})`;
  };
  return {
    has: () => exists((leaf) => sql`${leaf.type} <> 'null'`),
    some: (asked) => exists((leaf) => testLeaf(leaf, asked, field)),
    any: (inner) => exists((leaf) => inner(elementScope(leaf, aliases, field))),
  };
}

function elementScope(leaf: Leaf, aliases: Aliases, field: string): RqlScope {
  return {
    find: (path) => jsonMatcher(objectOf(leaf), path, aliases, [field, ...path].join('.')),
    element: (value) => (isNull(value) ? sql`${leaf.type} = 'null'` : testLeaf(leaf, { op: 'eq', value }, field)),
  };
}
