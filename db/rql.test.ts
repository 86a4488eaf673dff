import { describe, expect, test } from 'vitest';
import { ServiceError } from '@/lib/errors/service-error';
import type { RqlNode } from '@/lib/rql/schema';
import { compileRql } from './rql';
import { ask, date, FIELDS, find, guess, holds, is, list, QUERY, store, typed } from './rql-testing';

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
