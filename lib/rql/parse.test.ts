import { rqlBuilder } from '@extrahorizon/javascript-sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ServiceError } from '@/lib/errors/service-error';
import { parseRql } from './parse';
import type { RqlNode, RqlValue } from './schema';

const guess = (text: string, value: RqlValue['value'] = text): RqlValue => ({ type: 'guess', text, value });
const eq = (field: string, text: string, value?: RqlValue['value']): RqlNode => ({
  op: 'eq',
  path: field.split('.'),
  value: guess(text, value === undefined ? text : value),
});

function filterOf(query: string): RqlNode | undefined {
  return parseRql(query).filter;
}

function refusalOf(query: string): ServiceError {
  try {
    parseRql(query);
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
  throw new Error(`'${query}' was read`);
}

describe('a query', () => {
  test('that is empty filters nothing', () => {
    const nothing = { filter: undefined, sort: [], limit: undefined, offset: undefined, select: undefined };
    for (const query of ['', '?', '&', '&&']) expect(parseRql(query)).toEqual({ ...nothing, skipCount: false });
  });

  test.each(['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'like'] as const)('compares with %s', (op) => {
    const node = { op, path: ['content', 'patient', 'id'], value: guess('x') };
    expect(filterOf(`?${op}(content.patient.id,x)`)).toEqual(node);
    expect(filterOf(`content.patient.id=${op}=x`)).toEqual(node);
  });

  test.each([
    ['a=b', 'eq'],
    ['a==b', 'eq'],
    ['a!=b', 'ne'],
    ['a<b', 'lt'],
    ['a<=b', 'le'],
    ['a>b', 'gt'],
    ['a>=b', 'ge'],
    ['a%3E=b', 'ge'],
    ['a%3Cb', 'lt'],
  ])('has the shorthand %s', (query, op) => {
    expect(filterOf(query)).toEqual({ op, path: ['a'], value: guess('b') });
  });

  test('takes lists, plain and as an array', () => {
    const node = { op: 'in', path: ['a'], values: [guess('x'), guess('2', 2)] };
    for (const query of ['in(a,x,2)', 'in(a,(x,2))', 'a=in=(x,2)']) expect(filterOf(query)).toEqual(node);
    expect(filterOf('out(a,x)')).toEqual({ op: 'out', path: ['a'], values: [guess('x')] });
    expect(filterOf('a=out=x')).toEqual({ op: 'out', path: ['a'], values: [guess('x')] });
  });

  test('joins terms with &, groups and nests them', () => {
    const [a, b, c] = [eq('a', '1', 1), eq('b', '2', 2), eq('c', '3', 3)];
    expect(filterOf('a=1&b=2')).toEqual({ op: 'and', args: [a, b] });
    expect(filterOf('a=1|b=2')).toEqual({ op: 'or', args: [a, b] });
    expect(filterOf('(a=1|b=2)&c=3')).toEqual({ op: 'and', args: [{ op: 'or', args: [a, b] }, c] });
    expect(filterOf('or(and(a=1,eq(b,2)),c=3)')).toEqual({ op: 'or', args: [{ op: 'and', args: [a, b] }, c] });
    expect(filterOf('and(a=1&b=2,c=3)')).toEqual({ op: 'and', args: [{ op: 'and', args: [a, b] }, c] });
  });

  test('asks for elements of a list', () => {
    const mail = eq('type', 'mail');
    expect(filterOf('contains(actions)')).toEqual({ op: 'contains', path: ['actions'], condition: undefined });
    expect(filterOf('contains(actions,eq(type,mail))')).toEqual({ op: 'contains', path: ['actions'], condition: mail });
    expect(filterOf('excludes(actions,type=mail,name=x)')).toEqual({
      op: 'excludes',
      path: ['actions'],
      condition: { op: 'and', args: [mail, eq('name', 'x')] },
    });
    const urgent = { op: 'contains', path: ['tags'], condition: { op: 'is', value: guess('urgent') } };
    for (const query of ['contains(tags,urgent)', 'contains(tags,and(urgent))', 'tags=contains=urgent']) {
      expect(filterOf(query)).toEqual(urgent);
    }
  });

  test('limits, sorts, selects and leaves the count out', () => {
    expect(parseRql('?limit(5,10)&sort(-name,+content.age,id)&select(id,content.a)&skipCount()')).toEqual({
      filter: undefined,
      limit: 5,
      offset: 10,
      sort: [
        { path: ['name'], direction: 'desc' },
        { path: ['content', 'age'], direction: 'asc' },
        { path: ['id'], direction: 'asc' },
      ],
      select: ['id', 'content.a'],
      skipCount: true,
    });
    expect(parseRql('skip_count()').skipCount).toBe(true);
    expect(parseRql('limit(5,10)&limit(7)')).toMatchObject({ limit: 7, offset: undefined });
  });

  test('reads what rqlBuilder leaves when it replaces a limit', () => {
    const rql = rqlBuilder(rqlBuilder().eq('a', 'b').limit(5).eq('c', 'd').build()).limit(7).build();
    expect(parseRql(rql)).toMatchObject({ limit: 7, filter: { op: 'and', args: [eq('a', 'b'), eq('c', 'd')] } });
  });
});

describe('a value', () => {
  const readOne = (text: string) => {
    const node = filterOf(`eq(a,${text})`);
    return node?.op === 'eq' ? node.value : undefined;
  };

  test.each<[string, RqlValue['value']]>([
    ['12', 12],
    ['-1.5', -1.5],
    ['0', 0],
    ['true', true],
    ['false', false],
    ['null', null],
    ['', ''],
    ['012', '012'],
    ['1e3', '1e3'],
    ['Infinity', 'Infinity'],
    ['NaN', 'NaN'],
    ['True', 'True'],
    ['undefined', 'undefined'],
    ['2024-05-01T10:00:00Z', '2024-05-01T10:00:00Z'],
    ['urn:foo', 'urn:foo'],
    ['http://x.test/a=b', 'http://x.test/a=b'],
    ['9007199254740993', '9007199254740993'],
    ["'12'", "'12'"],
  ])('%s is guessed', (text, value) => {
    expect(readOne(text)).toEqual(guess(text, value));
  });

  test.each<[string, RqlValue]>([
    ['string:12', { type: 'string', text: '12', value: '12' }],
    ['string:', { type: 'string', text: '', value: '' }],
    ['string:a%2520b', { type: 'string', text: 'a b', value: 'a b' }],
    ['number:1e3', { type: 'number', text: '1e3', value: 1000 }],
    ['boolean:true', { type: 'boolean', text: 'true', value: true }],
    ['date:2024-05-01', { type: 'date', text: '2024-05-01', value: Date.UTC(2024, 4, 1) }],
    ['date:2024-05-01T10:00:00.5Z', { type: 'date', text: '2024-05-01T10:00:00.5Z', value: 1714557600500 }],
    ['epoch:1714557600500', { type: 'date', text: '1714557600500', value: 1714557600500 }],
    ['isodate:2024', { type: 'date', text: '2024', value: Date.UTC(2024, 0, 1) }],
    ['isodate:2024-05-01T10', { type: 'date', text: '2024-05-01T10', value: Date.UTC(2024, 4, 1, 10) }],
  ])('%s is cast', (text, value) => {
    expect(readOne(text)).toEqual(value);
  });

  test.each([
    ['number:x', "'x' is not a number"],
    ['number:', "'' is not a number"],
    ['boolean:1', "'1' is neither true nor false"],
    ['date:soon', "'soon' is not a date"],
    ['epoch:1e99', "'1e99' is not a date"],
    ['isodate:2024-13', "'2024-13' is not a date"],
    ['re:a', "the cast 're:' is not supported"],
    ['glob:a', "the cast 'glob:' is not supported"],
  ])('%s is refused', (text, message) => {
    expect(refusalOf(`eq(a,${text})`).message).toBe(`Cannot read the query at position 6: ${message}`);
  });

  test('with a stray % is taken as it is', () => {
    expect(readOne('100%25')).toEqual(guess('100%'));
  });

  test.each(['a)b,c&d é "x"', 'string:12', '100% & more', '%41', "it's (a) *test*!", 'a|b=c<d>', '日本語 🎉', '\n\t'])(
    'of rqlBuilder arrives unharmed: %j',
    (text) => {
      for (const [query, path] of [
        [rqlBuilder().eq('a', text).build(), ['a']],
        [rqlBuilder().like('a', text).build(), ['a']],
        [rqlBuilder().in('a', [text, text]).build(), ['a']],
      ] as const) {
        const node = filterOf(query);
        const values = node?.op === 'in' ? node.values : node && 'value' in node ? [node.value] : [];
        expect(node && 'path' in node && node.path).toEqual(path);
        for (const value of values) expect(value).toMatchObject({ type: 'guess', text });
      }
    },
  );
});

describe('what cannot be read is error 19 and says where', () => {
  test.each([
    ['foo(a,b)', 1, "there is no operator 'foo'"],
    ['a=foo=b', 2, "there is no operator 'foo'"],
    ['constructor(a,b)', 1, "there is no operator 'constructor'"],
    ['eq(a)', 5, "expected ',' and a value, found ')'"],
    ['eq(a,b', 7, "expected ',' or ')', found the end"],
    ['eq(a,b,c)', 7, "expected ',' or ')', found ','"],
    ['eq(a,b))', 8, "expected '&' or the end, found ')'"],
    ['eq(a,b),eq(c,d)', 8, "expected '&' or the end, found ','"],
    ['eq(a,b&c)', 7, "expected ',' or ')', found '&'"],
    ['eq(a,(b))', 6, "expected ',' or ')', found '('"],
    ['eq(,b)', 4, "'' is not the name of a field"],
    ['=b', 1, "'' is not the name of a field"],
    ['a..b=c', 1, "'a..b' is not the name of a field"],
    ['a', 2, "expected an operator or '(', found the end"],
    ['a!b', 2, "expected an operator or '(', found '!'"],
    ['and()', 5, "expected a condition, found ')'"],
    ['or(a=1,)', 8, "expected a condition, found ')'"],
    ['()', 2, "expected a condition, found ')'"],
    ['a=1|b=2&c=3', 8, "'&' and '|' must not be mixed without parentheses"],
    ['a=1(b=2)', 4, "expected '&' or '|', found '('"],
    ['and(a=1,limit(5))', 9, "'limit' can only stand at the top of a query"],
    ['(limit(5))', 2, "'limit' can only stand at the top of a query"],
    ['a=1|limit(5)', 5, "a directive must be joined by '&'"],
    ['limit(5)|a=1', 1, "a directive must be joined by '&'"],
    ['limit(-1)', 7, "the limit must be a whole number of 0 or more, not '-1'"],
    ['limit(NaN)', 7, "the limit must be a whole number of 0 or more, not 'NaN'"],
    ['limit()', 7, "the limit must be a whole number of 0 or more, not ''"],
    ['limit(5,1.5)', 9, "the offset must be a whole number of 0 or more, not '1.5'"],
    ['limit(1,2,3)', 11, 'limit takes a number and an offset'],
    ['sort()', 6, "'' is not the name of a field"],
    ['skipCount(1)', 11, "expected ')', found '1'"],
    ['a=%', 3, 'this is not valid URL encoding'],
    ['eq(a,%zz)', 6, 'this is not valid URL encoding'],
    ['contains(tags,)', 15, "expected a condition, found ')'"],
  ])('%s', (query, position, message) => {
    const error = refusalOf(query);
    expect(error.code).toBe(19);
    expect(error.message).toBe(`Cannot read the query at position ${position}: ${message}`);
  });

  test('when it is too long, too deep, or has too many terms', () => {
    const ids = Array.from({ length: 500 }, () => 'a'.repeat(24)).join(',');
    expect(filterOf(`in(id,${ids})`)).toMatchObject({ op: 'in' });
    expect(refusalOf(`a=${'x'.repeat(16_384)}`).message).toMatch(/at most 16384 bytes/);
    const deep = (levels: number) => `${'and('.repeat(levels - 1)}eq(a,b)${')'.repeat(levels - 1)}`;
    expect(filterOf(deep(20))).toEqual(eq('a', 'b'));
    expect(refusalOf(deep(21)).message).toMatch(/at most 20 levels/);
    expect(refusalOf('('.repeat(5_000)).message).toMatch(/at most 20 levels/);
    const many = (terms: number) => Array.from({ length: terms }, () => 'a=1').join('&');
    expect(filterOf(many(100))).toMatchObject({ op: 'and' });
    expect(refusalOf(many(101)).message).toMatch(/at most 100 terms/);
    expect(refusalOf(`${'a.'.repeat(20)}a=1`).message).toMatch(/at most 20 parts/);
  });
});

describe('for every query', () => {
  // A lone surrogate has no URL encoding: the builder itself refuses it.
  const text = fc.string({ unit: 'grapheme', maxLength: 20 });
  const field = fc.constantFrom('name', 'content.patient.id', 'tags');
  type Builder = ReturnType<typeof rqlBuilder>;
  interface Pair {
    rql: ReturnType<Builder['build']>;
    node: RqlNode;
  }

  const value = (one: string) => expect.objectContaining({ type: 'guess', text: one }) as RqlValue;
  const leaf: fc.Arbitrary<Pair> = fc.oneof(
    fc.tuple(fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le', 'like'), field, text).map(
      ([op, path, one]): Pair => ({
        rql: rqlBuilder()[op](path, one).intermediate(),
        node: { op, path: path.split('.'), value: value(one) },
      }),
    ),
    fc.tuple(fc.constantFrom('in', 'out'), field, fc.array(text, { minLength: 1, maxLength: 4 })).map(
      ([op, path, many]): Pair => ({
        rql: rqlBuilder()[op](path, many).intermediate(),
        node: { op, path: path.split('.'), values: many.map(value) },
      }),
    ),
  );
  const tree = fc.letrec<{ node: Pair }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc.tuple(fc.constantFrom('and', 'or'), fc.array(tie('node'), { minLength: 2, maxLength: 3 })).map(
        ([op, args]): Pair => ({
          rql: rqlBuilder()
            [op](...args.map((one) => one.rql))
            .intermediate(),
          node: { op, args: args.map((one) => one.node) },
        }),
      ),
      fc.tuple(fc.constantFrom('contains', 'excludes'), field, tie('node')).map(
        ([op, path, one]): Pair => ({
          rql: rqlBuilder()[op](path, one.rql).intermediate(),
          node: { op, path: path.split('.'), condition: one.node },
        }),
      ),
    ),
  })).node;

  test('rqlBuilder and the parser agree', () => {
    fc.assert(
      fc.property(tree, ({ rql, node }) => {
        fc.pre(rql.length < 16_000 && (rql.match(/\(/g) ?? []).length <= 100);
        expect(filterOf(`?${rql}`)).toEqual(node);
      }),
      { numRuns: 300 },
    );
  });

  test('any text is read or refused with error 19, never anything else', () => {
    const noise = fc.array(
      fc.constantFrom(
        'eq(',
        'and(',
        'in(',
        'contains(',
        'limit(',
        'sort(',
        ')',
        '(',
        ',',
        '&',
        '|',
        '=',
        '<',
        '!',
        '%',
        '%25',
        'a',
        'a.b',
        '1',
        ':',
        'date:',
        ' ',
        'é',
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          noise.map((parts) => parts.join('')),
        ),
        (query) => {
          try {
            parseRql(query);
          } catch (error) {
            expect(error).toBeInstanceOf(ServiceError);
            expect((error as ServiceError).code).toBe(19);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
