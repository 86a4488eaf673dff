import { describe, expect, it } from 'vitest';
import type { JsonValue } from '@/lib/format/json';
import type { RenderEnv, Scope } from '../env';
import { evaluateExpression } from '../evaluate';

const env: RenderEnv = { language: 'EN', timeZone: 'UTC', now: 0, localize: () => undefined };
const content = {
  five: 5,
  text: '5',
  name: 'Anna',
  empty: [],
  list: ['a', 'b', 3],
  user: { id: 1 },
  none: null,
  time: '2026-01-01T00:00:00Z',
  tags: ['</script>', 'x'],
};
const scope: Scope = { context: { content }, contextName: '', data: {} };
const evaluate = (source: string) => evaluateExpression(source, scope, env);

describe('inline', () => {
  it.each<[string, JsonValue]>([
    ['{{and content.five content.name}}', 'Anna'],
    ['{{and content.empty content.name}}', []],
    ['{{and content.none content.name}}', null],
    ['{{or content.empty content.name}}', 'Anna'],
    ['{{or content.none 0 ""}}', ''],
    ['{{not content.empty}}', true],
    ['{{not content.name}}', false],
    ['{{eq content.five content.text}}', true],
    ['{{eq content.five 5}}', true],
    ['{{eq content.none false}}', false],
    ['{{eq true 1}}', true],
    ['{{eq content.user content.user}}', true],
    ['{{eq content.user "[object Object]"}}', false],
    ['{{eq content.list "a,b,3"}}', false],
    ['{{ne content.five 6}}', true],
    ['{{gt content.five 4}}', true],
    ['{{gt content.text "40"}}', true],
    ['{{gt content.text 40}}', false],
    ['{{ge 5 content.five}}', true],
    ['{{lt content.time "2026-06-01T00:00:00Z"}}', true],
    ['{{le content.five 4.9}}', false],
    ['{{sum 2 3 4}}', 9],
    ['{{sum content.text 1}}', 6],
    ['{{subtract 10 3 2}}', 5],
    ['{{multiply 2 3 4}}', 24],
    ['{{divide 20 2 2}}', 5],
    ['{{mod 10 3}}', 1],
    ['{{floor 4.8}}', 4],
    ['{{floor -4.2}}', -5],
    ['{{ceil 4.2}}', 5],
    ['{{round 4.5}}', 5],
    ['{{round (divide 10 4)}}', 3],
    ['{{length content.list}}', 3],
    ['{{length content.name}}', 4],
    ['{{length content.empty}}', 0],
    ['{{includes content.list 3}}', true],
    ['{{includes content.list "3"}}', false],
    ['{{includes content.name "nn"}}', true],
    ['{{join content.list}}', 'a, b, 3'],
    ["{{join content.list sep=' - '}}", 'a - b - 3'],
    ['{{join "apple" content.five "pear" sep="/"}}', 'apple/5/pear'],
    ['{{join content.empty}}', ''],
    ['{{toJsonString content.user}}', '{"id":1}'],
    ['{{toJsonString content.tags}}', '["<\\/script>","x"]'],
    ['{{toJsonString content.none}}', 'null'],
  ])('%s', (source, expected) => {
    expect(evaluate(source)).toEqual({ ok: true, value: expected });
  });
});

describe('as a block, with else', () => {
  it.each([
    ['{{#and content.five content.name}}yes{{else}}no{{/and}}', 'yes'],
    ['{{#and content.five content.empty}}yes{{else}}no{{/and}}', 'no'],
    ['{{#or content.empty content.nothing}}yes{{else}}no{{/or}}', 'no'],
    ['{{#not content.nothing}}yes{{else}}no{{/not}}', 'yes'],
    ['{{#eq content.name "Anna"}}yes{{else}}no{{/eq}}', 'yes'],
    ['{{#ne content.name "Anna"}}yes{{else}}no{{/ne}}', 'no'],
    ['{{#gt content.five 50}}yes{{else}}no{{/gt}}', 'no'],
    ['{{#le (sum content.five 1) 6}}yes{{/le}}', 'yes'],
    ['{{#includes content.list "b"}}yes{{else}}no{{/includes}}', 'yes'],
    ['{{#eq content.five 1}}one{{else eq content.five 5}}five{{else}}other{{/eq}}', 'five'],
    ['{{#each content.list}}{{#eq this "b"}}[{{this}}]{{/eq}}{{/each}}', '[b]'],
  ])('%s', (source, expected) => {
    expect(evaluate(source)).toEqual({ ok: true, value: expected });
  });
});

describe('arguments that make no sense are problems that name the helper', () => {
  it.each([
    ['{{sum content.name 1}}', 'sum: needs a number and got a text'],
    ['{{sum content.none 1}}', 'sum: needs a number and got null'],
    ['{{multiply "1e308" 10}}', 'multiply: gives no finite number'],
    ['{{divide 1 0}}', 'divide: cannot divide by zero'],
    ['{{mod 1 0}}', 'mod: cannot divide by zero'],
    ['{{mod 1}}', 'mod: needs 2 arguments and got 1'],
    ['{{floor 1 2}}', 'floor: needs 1 argument and got 2'],
    ['{{gt content.user 1}}', 'gt: needs a number and got an object'],
    ['{{length content.five}}', 'length: needs an array or a text and got a number'],
    ['{{includes content.user "id"}}', 'includes: needs an array or a text and got an object'],
    ['{{join content.user}}', 'join: needs a text and got an object'],
    ['{{default content.x}}', 'default: needs at least 2 arguments and got 1'],
  ])('%s', (source, message) => {
    expect(evaluate(source)).toMatchObject({ ok: false, problems: [{ code: 'helper', message, line: 1, column: 3 }] });
  });
});
