import { describe, expect, it } from 'vitest';
import type { JsonValue } from '@/lib/format/json';
import type { RenderEnv, Scope } from './env';
import { evaluateDeep, evaluateExpression } from './evaluate';

const env: RenderEnv = { language: 'EN', timeZone: 'UTC', now: 0, localize: () => undefined };

function scopeOf(content: JsonValue): Scope {
  return { context: { event: { id: 'e1', content }, content }, contextName: '', data: {} };
}

function evaluate(source: string, content: JsonValue = {}) {
  return evaluateExpression(source, scopeOf(content), env);
}

function resultOf(source: string, content: JsonValue = {}) {
  const result = evaluate(source, content);
  expect(result).toMatchObject({ ok: true });
  return result.ok ? result.value : undefined;
}

function problemsOf(source: string, content: JsonValue = {}) {
  const result = evaluate(source, content);
  expect(result.ok).toBe(false);
  return result.ok ? [] : result.problems;
}

describe('a string that is exactly one expression keeps the JSON type', () => {
  const content = { age: 42, zero: 0, yes: true, none: null, list: [1, 'a'], map: { a: { b: [null] } }, text: 'x' };

  it.each<[string, JsonValue]>([
    ['{{content.age}}', 42],
    ['{{{content.age}}}', 42],
    ['{{~content.age~}}', 42],
    ['{{ content.zero }}', 0],
    ['{{content.yes}}', true],
    ['{{content.none}}', null],
    ['{{content.list}}', [1, 'a']],
    ['{{content.list.[1]}}', 'a'],
    ['{{content.list.length}}', 2],
    ['{{content.map}}', { a: { b: [null] } }],
    ['{{event.content.map.a.b}}', [null]],
    ['{{content}}', content],
    ['{{@root.content.age}}', 42],
    ['{{sum content.age 1}}', 43],
    ['{{eq content.age 42}}', true],
    ['{{not content.age}}', false],
    ['{{length content.text}}', 1],
    ['{{lookup content "age"}}', 42],
    ['{{default content.nickname content.map}}', { a: { b: [null] } }],
  ])('%s', (source, expected) => {
    expect(resultOf(source, content)).toEqual(expected);
  });

  it.each<[string, string]>([
    [' {{content.age}}', ' 42'],
    ['{{content.age}}{{content.age}}', '4242'],
    ['{{content.list}}!', '1,a!'],
    ['{{content.none}}!', '!'],
    ['{{#if content.yes}}{{content.age}}{{/if}}', '42'],
    ['no expression', 'no expression'],
    ['a } b { c', 'a } b { c'],
    ['\\{{content.age}}', '{{content.age}}'],
    ['', ''],
  ])('and anything else gives text: %s', (source, expected) => {
    expect(resultOf(source, content)).toBe(expected);
  });
});

it('text in an action is not escaped for HTML', () => {
  expect(resultOf('Hi {{content.name}}', { name: '<b>O\'Brien & "Co"</b>' })).toBe('Hi <b>O\'Brien & "Co"</b>');
});

describe('a path that the event does not have is a problem', () => {
  it('named in full, with its position', () => {
    expect(problemsOf('Dear\n  {{content.user.name}}', { user: {} })).toEqual([
      {
        code: 'missing_path',
        message: 'content.user.name is not there',
        path: 'content.user.name',
        line: 2,
        column: 5,
      },
    ]);
  });

  it('every one of them at once', () => {
    expect(problemsOf('{{content.a}} {{content.b.c}} {{d}}').map(({ path }) => path)).toEqual([
      'content.a',
      'content.b.c',
      'd',
    ]);
  });

  it('named from the root within each, with and sections', () => {
    const content: JsonValue = { items: [{ name: 'a' }, {}], user: { address: {} } };
    expect(problemsOf('{{#each content.items}}{{name}}{{/each}}', content)[0]?.path).toBe('content.items.1.name');
    expect(problemsOf('{{#each content.items as |item|}}{{item.name}}{{/each}}', content)[0]?.path).toBe(
      'content.items.1.name',
    );
    expect(problemsOf('{{#with content.user}}{{address.city}}{{/with}}', content)[0]?.path).toBe(
      'content.user.address.city',
    );
    expect(problemsOf('{{#content.user}}{{name}}{{../nothing}}{{/content.user}}', content).map((p) => p.path)).toEqual([
      'content.user.name',
      'nothing',
    ]);
    expect(problemsOf('{{#with content.user}}{{@root.content.x}}{{/with}}', content)[0]?.path).toBe('content.x');
  });

  it.each([
    ['a helper’s argument', '{{sum 1 content.x}}', 'content.x'],
    ['a named argument', '{{number 1 style=content.x}}', 'content.x'],
    ['a comparison of size', '{{#if (gt content.x 1)}}{{/if}}', 'content.x'],
    ['the last default', '{{default content.a content.x}}', 'content.x'],
    ['a looked-up field', '{{lookup content "x"}}', 'content.x'],
    ['a variable', '{{@index}}', '@index'],
    ['below null', '{{content.none.x}}', 'content.none.x'],
    ['below a text', '{{content.text.x}}', 'content.text.x'],
  ])('as %s', (_what, source, path) => {
    expect(problemsOf(source, { none: null, text: 'abc' })).toMatchObject([{ code: 'missing_path', path }]);
  });

  it.each<[string, JsonValue]>([
    ['{{default content.x "there"}}', 'there'],
    ['{{default content.none "there"}}', 'there'],
    ['{{default content.empty "there"}}', ''],
    ['{{default content.x content.y 0}}', 0],
    ['{{default content.x (default content.y "deep")}}', 'deep'],
    ['{{default (sum content.x 1) 5}}', 5],
    ['{{default (default content.x content.y) "outer"}}', 'outer'],
    ['{{default (lookup content "x") "looked"}}', 'looked'],
    ['{{#if content.x}}a{{else}}b{{/if}}', 'b'],
    ['{{#unless content.x.y}}a{{/unless}}', 'a'],
    ['{{#each content.x}}a{{else}}b{{/each}}', 'b'],
    ['{{#with content.x}}a{{else}}b{{/with}}', 'b'],
    ['{{#content.x}}a{{else}}b{{/content.x}}', 'b'],
    ['{{^content.x}}b{{/content.x}}', 'b'],
    ['{{#if (and content.x content.y)}}a{{else}}b{{/if}}', 'b'],
    ['{{or content.x "b"}}', 'b'],
    ['{{or content.x content.y}}', false],
    ['{{not content.x}}', true],
    ['{{eq content.x "a"}}', false],
    ['{{ne content.x "a"}}', true],
    ['{{eq content.x null}}', true],
  ])('but not where absent is a legitimate value: %s', (source, expected) => {
    expect(resultOf(source, { none: null, empty: '' })).toBe(expected);
  });
});

describe('nothing is reached through a prototype', () => {
  it.each([
    '{{content.constructor}}',
    '{{content.__proto__}}',
    '{{content.toString}}',
    '{{content.list.map}}',
    '{{content.text.constructor}}',
    '{{lookup content "constructor"}}',
    '{{lookup content "__proto__"}}',
    '{{constructor}}',
    '{{__proto__.polluted}}',
    '{{@constructor}}',
    '{{@root.constructor}}',
  ])('%s', (source) => {
    expect(problemsOf(source, { list: [1], text: 'x' })).toMatchObject([{ code: 'missing_path' }]);
  });

  it('not even an own __proto__ that JSON carries', () => {
    const content = JSON.parse('{"__proto__": {"admin": true}}') as JsonValue;
    expect(problemsOf('{{content.__proto__.admin}}', content)).toHaveLength(1);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });
});

describe('what cannot be evaluated is a problem, not an exception', () => {
  it.each([
    ['{{', 'syntax'],
    ['{{#if content}}', 'syntax'],
    ['{{/if}}', 'syntax'],
    ['{{> partial}}', 'syntax'],
    ['{{* decorator}}', 'syntax'],
    ['{{content.a.../b}}', 'syntax'],
    ['{{nothing content}}', 'helper'],
    ['{{content.user 1}}', 'syntax'],
    ['{{if content}}', 'helper'],
    ['{{#sum 1 2}}{{/sum}}', 'helper'],
    ['{{#if}}a{{/if}}', 'helper'],
    ['{{length}}', 'helper'],
    ['{{divide 1 0}}', 'helper'],
    ['{{sum "a" 1}}', 'helper'],
    ['Dear {{content.user}}', 'invalid_value'],
    ['{{t "nothing"}}', 'missing_localization'],
  ])('%s', (source, code) => {
    expect(problemsOf(source, { user: { name: 'a' } })).toMatchObject([{ code, line: 1 }]);
  });
});

describe('evaluateDeep', () => {
  const deep = (value: JsonValue, content: JsonValue) => evaluateDeep(value, scopeOf(content), env, 'data');

  it('evaluates strings and keys at any depth and leaves everything else as it is', () => {
    const value = {
      id: '{{content.id}}',
      'k_{{content.id}}': [1, null, { x: ['{{content.list}}', 'a {{content.id}}'] }],
    };
    expect(deep(value, { id: 7, list: [1] })).toEqual({
      ok: true,
      value: { id: 7, k_7: [1, null, { x: [[1], 'a 7'] }] },
    });
  });

  it('gives all problems, each with its field', () => {
    const result = deep({ a: { b: '{{content.x}}' }, list: ['ok', '{{content.y}}'], c: '{{#if}}' }, {});
    expect(result.ok ? [] : result.problems.map(({ field, code }) => [field, code])).toEqual([
      ['data.a.b', 'missing_path'],
      ['data.list[1]', 'missing_path'],
      ['data.c', 'syntax'],
    ]);
  });

  it('refuses two keys that become one', () => {
    expect(deep({ a: 1, '{{content.key}}': 2 }, { key: 'a' })).toMatchObject({
      ok: false,
      problems: [{ code: 'invalid_value', field: 'data' }],
    });
  });

  it('refuses data nested deeper than 64 levels', () => {
    let value: JsonValue = 'x';
    for (let i = 0; i < 5_000; i += 1) value = [value];
    expect(deep(value, {})).toMatchObject({ ok: false, problems: [{ code: 'budget' }] });
  });

  it('counts what is put out over all fields together', () => {
    const value = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, '{{content}}']));
    expect(deep(value, { text: 'x'.repeat(50_000) })).toMatchObject({ ok: false, problems: [{ code: 'budget' }] });
  });

  it('keeps a key named __proto__ as data', () => {
    const result = deep(JSON.parse('{"__proto__": {"a": "{{content.id}}"}}') as JsonValue, { id: 1 });
    expect(result.ok && JSON.stringify(result.value)).toBe('{"__proto__":{"a":1}}');
  });
});
