import SqliteDatabase from 'better-sqlite3';
import { type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { ServiceError } from '@/lib/errors/service-error';
import { isJsonObject, type JsonValue } from '@/lib/format/json';
import { type RqlNode, type RqlQuery, type RqlValue, readIsoDate } from '@/lib/rql/schema';
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

const FIELDS: RqlFieldMap = {
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

interface Part {
  type: string | null;
  definition: JsonValue;
}
interface Thing {
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

function clear(): void {
  sqlite.exec('delete from things; delete from parts');
}

/** Stores things under the ids 1, 2, 3, … */
function store(...rows: Partial<Thing>[]): void {
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

const QUERY: RqlQuery = {
  filter: undefined,
  sort: [],
  limit: undefined,
  offset: undefined,
  select: undefined,
  skipCount: false,
};

function find(filter: RqlNode | undefined, changes: Partial<RqlQuery> = {}): number[] {
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

function guess(value: RqlValue['value']): RqlValue {
  return { type: 'guess', text: String(value), value };
}
const typed = (value: string): RqlValue => ({ type: 'string', text: value, value });
const date = (iso: string): RqlValue => ({ type: 'date', text: iso, value: Date.parse(iso) });
type Compared = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | 'like';
const ask = (op: Compared, path: string, value: RqlValue | string | number | boolean | null): RqlNode => ({
  op,
  path: path.split('.'),
  value: typeof value === 'object' && value !== null ? value : guess(value),
});
const list = (op: 'in' | 'out', path: string, ...values: RqlValue['value'][]): RqlNode => ({
  op,
  path: path.split('.'),
  values: values.map(guess),
});
const holds = (op: 'contains' | 'excludes', path: string, condition?: RqlNode): RqlNode => ({
  op,
  path: path.split('.'),
  condition,
});
const is = (value: RqlValue['value']): RqlNode => ({ op: 'is', value: guess(value) });

describe('a column', () => {
  test('of text takes a value as it was written', () => {
    store({ name: '12' }, { name: 'true' }, { name: 'null' }, { name: null }, { name: '012' });
    expect(find(ask('eq', 'name', 12))).toEqual([1]);
    expect(find(ask('eq', 'name', true))).toEqual([2]);
    expect(find(ask('eq', 'name', null))).toEqual([4]);
    expect(find(ask('eq', 'name', typed('null')))).toEqual([3]);
    expect(find(ask('ne', 'name', null))).toEqual([1, 2, 3, 5]);
    expect(find(ask('ne', 'name', '12'))).toEqual([2, 3, 4, 5]);
    expect(find(list('in', 'name', 12, null))).toEqual([1, 4]);
    expect(find(list('out', 'name', 12, null))).toEqual([2, 3, 5]);
    expect(find(list('out', 'name', 12))).toEqual([2, 3, 4, 5]);
    expect(find(holds('contains', 'name'))).toEqual([1, 2, 3, 5]);
    expect(find(holds('excludes', 'name'))).toEqual([4]);
  });

  test('of times takes epoch milliseconds and ISO 8601', () => {
    store({ at: Date.UTC(2024, 4, 1) }, { at: Date.UTC(2024, 4, 2) }, {});
    expect(find(ask('ge', 'at', Date.UTC(2024, 4, 2)))).toEqual([2]);
    for (const iso of ['2024-05-02', '2024-05-02T00:00:00Z', '2024-05-02T00:00', '2024-05-02T02:00:00.000+02:00']) {
      expect(find(ask('ge', 'at', iso))).toEqual([2]);
      expect(find(ask('lt', 'at', iso))).toEqual([1]);
    }
    expect(find(ask('eq', 'at', date('2024-05-01T00:00:00Z')))).toEqual([1]);
  });

  test('of truth knows true, false and null', () => {
    store({ active: true }, { active: false }, {});
    expect(find(ask('eq', 'active', true))).toEqual([1]);
    expect(find(ask('ne', 'active', true))).toEqual([2, 3]);
    expect(find(list('in', 'active', false, null))).toEqual([2, 3]);
  });
});

describe('like', () => {
  test('finds a part in any case, in every alphabet', () => {
    store({ name: 'Zoë ΣΊΣΥΦΟΣ Ivan ИВАН' });
    for (const part of ['zoë', 'ZOË', 'σίσυφος', 'иван', 'IVAN', 'Ë σ']) {
      expect(find(ask('like', 'name', part))).toEqual([1]);
    }
    expect(find(ask('like', 'name', 'zoe'))).toEqual([]);
  });

  test.each(['%', '_', '\\', '*', '?', '[', ']', '[a]', '[^a]', '^', '-', "'", '"', '--', 'é*É', '100%_\\*?[x]'])(
    'takes %j as it is',
    (part) => {
      store({ name: `x${part}y`, content: { a: part.toUpperCase() } }, { name: 'xay', content: { a: 'a' } });
      expect(find(ask('like', 'name', typed(part)))).toEqual([1]);
      expect(find(ask('like', 'content.a', typed(part)))).toEqual([1]);
    },
  );

  test('refuses what SQLite could not take', () => {
    expect(() => find(ask('like', 'name', 'a\0b'))).toThrow(/NUL/);
    expect(() => find(ask('like', 'name', 'é'.repeat(12_000)))).toThrow(/too long/);
  });
});

describe('JSON', () => {
  test('compares like with like; a guessed value also equals the text that was written', () => {
    store(
      { content: { a: 12 } },
      { content: { a: '12' } },
      { content: { a: true } },
      { content: { a: 'true' } },
      { content: { a: 1 } },
    );
    expect(find(ask('eq', 'content.a', 12))).toEqual([1, 2]);
    expect(find(ask('eq', 'content.a', typed('12')))).toEqual([2]);
    expect(find(ask('eq', 'content.a', { type: 'number', text: '12', value: 12 }))).toEqual([1]);
    expect(find(ask('eq', 'content.a', true))).toEqual([3, 4]);
    expect(find(ask('eq', 'content.a', { type: 'boolean', text: 'true', value: true }))).toEqual([3]);
    expect(find(ask('gt', 'content.a', 1))).toEqual([1]);
    expect(find(ask('gt', 'content.a', 'a'))).toEqual([4]);
  });

  test('takes null, absent and an empty list as nothing', () => {
    store(
      { content: { a: null } },
      { content: {} },
      { content: { a: [] } },
      { content: { a: [null, 1] } },
      { content: 5 },
    );
    expect(find(ask('eq', 'content.a', null))).toEqual([1, 2, 3, 5]);
    expect(find(ask('ne', 'content.a', null))).toEqual([4]);
    expect(find(holds('contains', 'content.a'))).toEqual([4]);
    expect(find(holds('excludes', 'content.a'))).toEqual([1, 2, 3, 5]);
    expect(find(holds('contains', 'content.a', is(null)))).toEqual([4]);
  });

  test('looks into lists on the way and at the end', () => {
    store(
      {
        content: {
          items: [
            { n: 1, tags: ['x'] },
            { n: 5, tags: ['y', 'z'] },
          ],
        },
      },
      { content: { items: { n: 3, tags: [] } } },
      { content: { items: ['n'] } },
    );
    expect(find(ask('eq', 'content.items.n', 5))).toEqual([1]);
    expect(find(ask('ne', 'content.items.n', 5))).toEqual([2, 3]);
    expect(find(ask('gt', 'content.items.n', 2))).toEqual([1, 2]);
    expect(find(ask('eq', 'content.items.tags', 'z'))).toEqual([1]);
    const both: RqlNode = { op: 'and', args: [ask('eq', 'n', 1), ask('eq', 'tags', 'z')] };
    expect(find(holds('contains', 'content.items', both))).toEqual([]);
    expect(find({ op: 'and', args: [ask('eq', 'content.items.n', 1), ask('eq', 'content.items.tags', 'z')] })).toEqual([
      1,
    ]);
    expect(find(holds('contains', 'content.items', holds('contains', 'tags', is('y'))))).toEqual([1]);
    expect(find(holds('excludes', 'content.items', ask('gt', 'n', 4)))).toEqual([2, 3]);
  });

  test('compares a cast date with times in both forms', () => {
    store(
      { content: { at: '2024-05-01T12:00:00+02:00' } },
      { content: { at: Date.UTC(2024, 4, 1, 10) } },
      { content: { at: '2024-05-02' } },
      { content: { at: 'soon' } },
    );
    expect(find(ask('eq', 'content.at', date('2024-05-01T10:00:00Z')))).toEqual([1, 2]);
    expect(find(ask('gt', 'content.at', date('2024-05-01T10:00:00Z')))).toEqual([3]);
  });

  test('reaches keys with any character but a quote or a backslash', () => {
    const keys = ['a b', 'é', "it's", '$', '[0]', '#', '-', '*', '@', '日本'];
    store(...keys.map((key) => ({ content: { [key]: { x: 1 } } })));
    keys.forEach((key, index) => {
      expect(find({ op: 'eq', path: ['content', key, 'x'], value: guess(1) })).toEqual([index + 1]);
    });
    expect(() => find({ op: 'eq', path: ['content', 'a"b'], value: guess(1) })).toThrow(/cannot reach/);
    expect(() => find(undefined, { sort: [{ path: ['content', 'a\\'], direction: 'asc' }] })).toThrow(/cannot reach/);
  });
});

describe('related rows', () => {
  test('are asked for together or field by field', () => {
    store(
      {
        parts: [
          { type: 'mail', definition: { recipients: { to: ['a@x', 'b@x'] } } },
          { type: 'task', definition: {} },
        ],
      },
      { parts: [{ type: 'task', definition: { recipients: { to: 'b@x' } } }] },
      {},
    );
    expect(find(ask('eq', 'parts.type', 'mail'))).toEqual([1]);
    expect(find(ask('ne', 'parts.type', 'mail'))).toEqual([2, 3]);
    expect(find(ask('eq', 'parts.to', 'b@x'))).toEqual([1, 2]);
    expect(find(list('in', 'parts.type', 'mail', 'other'))).toEqual([1]);
    expect(find(list('out', 'parts.type', 'mail', 'other'))).toEqual([2, 3]);
    const taskToB: RqlNode = { op: 'and', args: [ask('eq', 'type', 'task'), ask('eq', 'to', 'b@x')] };
    expect(find(holds('contains', 'parts', taskToB))).toEqual([2]);
    expect(find(holds('excludes', 'parts', taskToB))).toEqual([1, 3]);
    expect(find(holds('contains', 'parts'))).toEqual([1, 2]);
    expect(find(ask('eq', 'parts', null))).toEqual([3]);
  });
});

describe('the page', () => {
  test('has 20 rows unless asked, 50 at most', () => {
    store(...Array.from({ length: 60 }, () => ({})));
    expect(find(undefined)).toHaveLength(20);
    expect(find(undefined, { limit: 7 })).toHaveLength(7);
    expect(find(undefined, { limit: 1_000 })).toHaveLength(50);
    expect(find(undefined, { limit: 0 })).toEqual([]);
    expect(find(undefined, { limit: 50, offset: 55 })).toEqual([56, 57, 58, 59, 60]);
  });

  test('is sorted by columns and by JSON', () => {
    store({ name: 'b', content: { n: 2 } }, { name: 'a', content: { n: 10 } }, { name: 'b', content: { n: 1 } });
    const asc = (path: string) => ({ path: path.split('.'), direction: 'asc' as const });
    const desc = (path: string) => ({ path: path.split('.'), direction: 'desc' as const });
    expect(find(undefined, { sort: [asc('name'), desc('content.n')] })).toEqual([2, 1, 3]);
    expect(find(undefined, { sort: [desc('content.n')] })).toEqual([2, 1, 3]);
  });

  test('says what was selected and whether to count', () => {
    const compiled = compileRql({ ...QUERY, select: ['name', 'content.a'], skipCount: true }, FIELDS);
    expect(compiled).toEqual({
      where: undefined,
      orderBy: [],
      limit: 20,
      offset: 0,
      select: ['name', 'content.a'],
      skipCount: true,
    });
  });
});

describe('what does not fit is error 19 and is named', () => {
  test.each<[string, RqlNode, RegExp]>([
    ['unknown field', ask('eq', 'foo', 1), /there is no field 'foo'/],
    ['inherited name', ask('eq', 'constructor', 1), /there is no field 'constructor'/],
    ['part of a column', ask('eq', 'name.first', 1), /there is no field 'name.first'/],
    ['unknown part', ask('eq', 'parts.foo', 1), /there is no field 'foo'/],
    ['text for a number', ask('eq', 'age', 'old'), /'age' holds numbers: 'old' is none/],
    ['text for a time', ask('gt', 'at', 'soon'), /'at' holds times: 'soon' is neither/],
    ['text for truth', ask('eq', 'active', 'yes'), /'active' is true or false, not 'yes'/],
    ['order of truth', ask('gt', 'active', true), /'gt' does not fit 'active'/],
    ['order of truth in JSON', ask('gt', 'content.a', true), /'gt' does not fit 'true'/],
    ['order of null', ask('gt', 'name', null), /'name' cannot be compared with null by 'gt'/],
    ['like on a number', ask('like', 'age', 'x'), /'like' does not fit 'age'/],
    ['objects by value', ask('eq', 'parts', 'mail'), /'parts' is a list of objects/],
    ['objects by bare value', holds('contains', 'parts', is('mail')), /only the elements of a list of plain values/],
    ['bare value at the top', is('x'), /only the elements of a list of plain values/],
    ['elements of a column', holds('contains', 'name', is('x')), /'name' is no list/],
  ])('%s', (_what, filter, message) => {
    expect(() => find(filter)).toThrow(ServiceError);
    expect(() => find(filter)).toThrow(message);
  });

  test('in sort and select too', () => {
    const sortBy = (path: string) => find(undefined, { sort: [{ path: path.split('.'), direction: 'asc' }] });
    expect(() => sortBy('foo')).toThrow(/there is no field 'foo'/);
    expect(() => sortBy('name.x')).toThrow(/there is no field 'name.x'/);
    expect(() => sortBy('parts')).toThrow(/'parts' cannot be sorted by/);
    expect(() => find(undefined, { select: ['id', 'foo.bar'] })).toThrow(/there is no field 'foo.bar'/);
  });
});

/** The meaning of a query, in plain JavaScript, written without a look at the SQL. */
function reach(value: JsonValue | undefined, path: string[]): JsonValue[] {
  const elements = value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  const [key, ...rest] = path;
  if (key === undefined) return elements;
  return elements.flatMap((one) => (isJsonObject(one) && Object.hasOwn(one, key) ? reach(one[key], rest) : []));
}

function order(left: string | number, right: string | number): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') return Math.sign(left - right);
  return typeof left === 'string' && typeof right === 'string'
    ? Buffer.compare(Buffer.from(left), Buffer.from(right))
    : undefined;
}

function passes(leaf: JsonValue, op: Compared, asked: RqlValue): boolean {
  if (op === 'like') return typeof leaf === 'string' && leaf.toLowerCase().includes(asked.text.toLowerCase());
  if (op === 'eq') return leaf === asked.value || (asked.type === 'guess' && leaf === asked.text);
  if (typeof leaf === 'boolean' || typeof asked.value === 'boolean' || leaf === null || asked.value === null)
    return false;
  const sign = typeof leaf === 'object' ? undefined : order(leaf, asked.value);
  if (sign === undefined) return false;
  return op === 'gt' ? sign > 0 : op === 'ge' ? sign >= 0 : op === 'lt' ? sign < 0 : sign <= 0;
}

function meaning(node: RqlNode, whole: JsonValue): boolean {
  if ('args' in node) {
    const results = node.args.map((arg) => meaning(arg, whole));
    return node.op === 'and' ? !results.includes(false) : results.includes(true);
  }
  if (node.op === 'is') return passes(whole, 'eq', node.value);
  const leaves = reach(whole, node.path);
  const nothing = leaves.every((leaf) => leaf === null);
  const equals = (value: RqlValue) =>
    value.value === null ? nothing : leaves.some((leaf) => passes(leaf, 'eq', value));
  switch (node.op) {
    case 'in':
      return node.values.some(equals);
    case 'out':
      return !node.values.some(equals);
    case 'contains':
    case 'excludes': {
      const { condition } = node;
      // A list inside a list is an element without fields.
      const elements = leaves.map((leaf) => (Array.isArray(leaf) ? {} : leaf));
      const found = condition ? elements.some((element) => meaning(condition, element)) : !nothing;
      return found === (node.op === 'contains');
    }
    case 'eq':
      return equals(node.value);
    case 'ne':
      return !equals(node.value);
    default:
      return leaves.some((leaf) => passes(leaf, node.op, node.value));
  }
}

describe('for every query and every row', () => {
  const words = fc.constantFrom('a', 'A', 'b', 'é', 'É', '12', 'true', '%', '_', 'a%b', 'x*y', '[z]', '', '2024-05-01');
  const numbers = fc.constantFrom(0, 1, 12, -1.5, 0.1, 1_714_521_600_000);
  const scalar = fc.oneof(words, numbers, fc.boolean(), fc.constant(null));
  const key = fc.constantFrom('a', 'b', 'c d');
  const json: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      scalar,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
  })).value;
  const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
  const part: fc.Arbitrary<Part> = fc
    .tuple(nullable(words), json)
    .map(([type, to]) => ({ type, definition: { recipients: { to } } }));
  const thing: fc.Arbitrary<Thing> = fc.record(
    {
      name: nullable(words),
      age: nullable(numbers),
      active: nullable(fc.boolean()),
      at: nullable(fc.constantFrom(0, 1, 1_714_521_600_000)),
      tags: fc.array(scalar, { maxLength: 3 }),
      content: json,
      parts: fc.array(part, { maxLength: 2 }),
    },
    { noNullPrototype: true },
  );

  const jsonPath = (head: string[]) => fc.array(key, { maxLength: 3 }).map((rest) => [...head, ...rest]);
  const ordered = fc.constantFrom('gt', 'ge', 'lt', 'le');
  const equal = fc.constantFrom('eq', 'ne');
  type Asked = { path: string[]; values: fc.Arbitrary<RqlValue>; comparable: fc.Arbitrary<RqlValue> };
  const jsonValues = fc.oneof(scalar.map(guess), words.map(typed));
  const asText = fc.oneof(words.map(typed), scalar.map(guess));

  /** Every condition that fits one of the paths. `written` turns values into what a text column takes them for. */
  function conditionsOn({ path, values, comparable }: Asked, likable: boolean): fc.Arbitrary<RqlNode> {
    const lists = fc.tuple(fc.constantFrom('in', 'out'), fc.array(values, { minLength: 1, maxLength: 3 }));
    return fc.oneof(
      fc.tuple(equal, values).map(([op, value]): RqlNode => ({ op, path, value })),
      fc.tuple(ordered, comparable).map(([op, value]): RqlNode => ({ op, path, value })),
      lists.map(([op, many]): RqlNode => ({ op, path, values: many })),
      fc.constantFrom('contains', 'excludes').map((op): RqlNode => ({ op, path, condition: undefined })),
      ...(likable ? [words.map((word): RqlNode => ({ op: 'like', path, value: typed(word) }))] : []),
    );
  }
  const orderable = fc.oneof(words.map(guess), numbers.map(guess), words.map(typed));
  const onJson = (head: string[]) =>
    jsonPath(head).chain((path) => conditionsOn({ path, values: jsonValues, comparable: orderable }, true));
  const onElement = (head: string[]): fc.Arbitrary<RqlNode> =>
    fc.letrec<{ node: RqlNode; inner: RqlNode }>((tie) => ({
      inner: fc.oneof(
        { maxDepth: 2 },
        key.chain((one) => onJson([one])),
        scalar.map((value): RqlNode => ({ op: 'is', value: guess(value) })),
        fc.array(tie('inner'), { minLength: 1, maxLength: 2 }).map((args): RqlNode => ({ op: 'and', args })),
        fc.tuple(key, tie('inner')).map(([one, condition]): RqlNode => ({ op: 'contains', path: [one], condition })),
      ),
      node: fc
        .tuple(fc.constantFrom('contains', 'excludes'), jsonPath(head), tie('inner'))
        .map(([op, path, condition]): RqlNode => ({ op, path, condition })),
    })).node;
  const onText = (path: string[]) =>
    conditionsOn({ path, values: asText, comparable: words.map(typed) }, true).map(asTextColumn);

  /** A text column compares the text that was written, whatever it looks like; null stays null. */
  function asTextColumn(node: RqlNode): RqlNode {
    const plain = (value: RqlValue) => (value.value === null ? value : typed(value.text));
    if (node.op === 'in' || node.op === 'out') return { ...node, values: node.values.map(plain) };
    return 'value' in node ? { ...node, value: plain(node.value) } : node;
  }

  const nullableValue = (arbitrary: fc.Arbitrary<number | boolean>) =>
    fc.oneof(arbitrary, fc.constant(null)).map(guess);
  const onPart = fc.oneof(onText(['type']), onJson(['to']));
  const leaf: fc.Arbitrary<RqlNode> = fc.oneof(
    onText(['name']),
    conditionsOn({ path: ['age'], values: nullableValue(numbers), comparable: numbers.map(guess) }, false),
    conditionsOn({ path: ['at'], values: nullableValue(numbers), comparable: numbers.map(guess) }, false),
    fc.tuple(equal, nullableValue(fc.boolean())).map(([op, value]): RqlNode => ({ op, path: ['active'], value })),
    conditionsOn({ path: ['tags'], values: jsonValues, comparable: orderable }, true),
    onElement(['tags']),
    onJson(['content']),
    onElement(['content']),
    onText(['parts', 'type']),
    onJson(['parts', 'to']),
    fc
      .tuple(fc.constantFrom('contains', 'excludes'), fc.array(onPart, { minLength: 1, maxLength: 2 }))
      .map(([op, args]): RqlNode => ({ op, path: ['parts'], condition: { op: 'and', args } })),
  );
  const filter = fc.letrec<{ node: RqlNode }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc
        .tuple(fc.constantFrom('and', 'or'), fc.array(tie('node'), { minLength: 1, maxLength: 3 }))
        .map(([op, args]): RqlNode => ({ op, args })),
    ),
  })).node;

  /** The thing as the API shows it. */
  function shown(row: Thing): JsonValue {
    const ownParts = row.parts.map(({ type, definition }) => {
      const recipients = isJsonObject(definition) ? definition.recipients : null;
      return { type, to: isJsonObject(recipients) ? (recipients.to ?? null) : null };
    });
    return { ...row, parts: ownParts };
  }

  test('the database finds exactly what the query means', () => {
    let found = 0;
    let left = 0;
    fc.assert(
      fc.property(
        fc.array(thing, { minLength: 1, maxLength: 6 }),
        fc.array(filter, { minLength: 5, maxLength: 5 }),
        (rows, filters) => {
          clear();
          store(...rows);
          for (const one of filters) {
            const expected = rows.flatMap((row, index) => (meaning(one, shown(row)) ? [index + 1] : []));
            found += expected.length;
            left += rows.length - expected.length;
            expect(find(one)).toEqual(expected);
          }
        },
      ),
      { numRuns: 400 },
    );
    // Neither side may have been trivial.
    expect(Math.min(found, left)).toBeGreaterThan(500);
  });

  test('no text of a query ever reaches the SQL itself', () => {
    store({ name: 'x' }, { name: 'y' });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (evil) => {
        const value = typed(`${evil}' or 1=1 --`);
        expect(find(ask('eq', 'name', value))).toEqual([]);
        expect(find(ask('eq', 'content.a', value))).toEqual([]);
        expect(find({ op: 'in', path: ['tags'], values: [value] })).toEqual([]);
      }),
    );
  });

  test('dates without an offset are UTC', () => {
    expect(readIsoDate('2024-05-01T10:00')).toBe(Date.UTC(2024, 4, 1, 10));
    expect(readIsoDate('2024-05-01')).toBe(Date.UTC(2024, 4, 1));
    expect(readIsoDate('2024-05-01T10:00:00+02:00')).toBe(Date.UTC(2024, 4, 1, 8));
    for (const text of ['', '12', '2024-13-01', '2024-05-01T25:00Z', 'May 1 2024'])
      expect(readIsoDate(text)).toBeUndefined();
  });
});
