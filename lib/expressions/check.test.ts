import { describe, expect, it } from 'vitest';
import type { JsonValue } from '@/lib/format/json';
import { checkDeep, checkExpression } from './check';

describe('checkExpression finds what is wrong whatever the event', () => {
  it.each([
    ['{{content.a}}', []],
    ['{{#each content as |each|}}{{each.name}}{{/each}}', []],
    ['{{#if (and a (not b))}}{{else eq a 1}}{{/if}}', []],
    ['{{#if a}}{{sum}}{{else}}{{#if}}{{/if}}{{/if}}', ['sum: needs at least 1', 'if: needs 1']],
    ['{{default (nothing a) "b"}}', ["There is no helper 'nothing'"]],
    ["{{t 'key' name=(nothing a)}}", ["There is no helper 'nothing'"]],
    ['{{if a}}', ['if: is a block']],
    ['{{#sum 1}}{{/sum}}', ['sum: opens no block']],
    ['{{lookup a}}', ['lookup: needs 2']],
    ['{{#if', ['This {{ is not closed']],
  ])('%s', (source, messages) => {
    expect(checkExpression(source).map(({ message }) => message)).toEqual(
      messages.map((message) => expect.stringContaining(message)),
    );
  });
});

describe('checkDeep', () => {
  it('names the field of each problem, in values and keys', () => {
    const value = { a: ['fine', '{{nothing 1}}'], b: { '{{': 1, c: '{{content.x}}' }, d: 3 };
    expect(checkDeep(value, 'data').map(({ field, code }) => [field, code])).toEqual([
      ['data.a[1]', 'helper'],
      ['data.b.{{', 'syntax'],
    ]);
  });

  it('ends at data nested too deeply', () => {
    let value: JsonValue = '{{';
    for (let i = 0; i < 5_000; i += 1) value = { a: value };
    expect(checkDeep(value, 'data')).toMatchObject([{ code: 'budget' }]);
  });
});
