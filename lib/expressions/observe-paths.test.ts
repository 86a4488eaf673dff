import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '@/lib/format/json';
import { observePaths } from './observe-paths';

const observe = (...values: JsonValue[]) => observePaths(values, ['content']);

describe('observed paths', () => {
  it('say their types, the share of values that have them, and examples, the newest first', () => {
    const seen = observe({ a: { b: 'x' }, n: 1 }, { a: { b: 'y' } }, { a: null, n: 'two' }, { a: { b: 'x' } });
    expect(seen).toEqual([
      { path: 'content', types: ['object'], share: 1, examples: ['{ a, n }', '{ a }'] },
      { path: 'content.a', types: ['object', 'null'], share: 1, examples: ['{ b }', 'null'] },
      { path: 'content.a.b', types: ['string'], share: 0.75, examples: ['"x"', '"y"'] },
      { path: 'content.n', types: ['number', 'string'], share: 0.5, examples: ['1', '"two"'] },
    ]);
  });

  it('are written as an expression has to name them', () => {
    const seen = observe({ 'first name': 1, list: [{ 'a.b': true }, 2], 名: 'é', empty: [] });
    expect(seen.map(({ path, examples }) => `${path} ${examples[0]}`)).toEqual([
      'content { first name, list, 名, empty }',
      'content.[first name] 1',
      'content.list 2 items',
      'content.list.[0] { a.b }',
      'content.list.[0].[a.b] true',
      'content.名 "é"',
      'content.empty 0 items',
    ]);
  });

  it('leave out what no expression can reach', () => {
    const content = JSON.parse('{"__proto__": {"x": 1}, "a\\\\b": 1, "ok": 1}') as JsonObject;
    expect(observe(content).map(({ path }) => path)).toEqual(['content', 'content.ok']);
  });

  it('shorten long texts without cutting a character in two', () => {
    const [, text] = observe({ t: `${'a'.repeat(58)}🙂🙂` });
    expect(text?.examples).toEqual([`"${'a'.repeat(58)}…"`]);
  });

  it('end at 300 paths, at a depth of 8, and in time', () => {
    const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`key${i}`, i]));
    let deep: JsonValue = 'end';
    for (let i = 0; i < 60; i += 1) deep = { d: deep };
    const started = performance.now();
    expect(observe(...Array.from({ length: 200 }, () => wide))).toHaveLength(300);
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(observe(deep)).toHaveLength(9);
  });

  it('of no values are none', () => {
    expect(observe()).toEqual([]);
    expect(observe('text')).toMatchObject([{ path: 'content', types: ['string'] }]);
  });
});
