import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isJsonObject, type JsonValue } from '@/lib/format/json';
import { type RqlNode, type RqlValue, readIsoDate } from '@/lib/rql/schema';
import { ask, type Compared, clear, find, guess, type Part, store, type Thing, typed } from './rql-testing';

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
