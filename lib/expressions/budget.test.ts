import { describe, expect, it } from 'vitest';
import type { RenderEnv, Scope } from './env';
import { evaluateExpression } from './evaluate';

const numbers = Array.from({ length: 10_000 }, (_, index) => index);
const content = {
  numbers,
  ones: Array.from({ length: 3_000 }, () => 1),
  tooMany: Array.from({ length: 10_001 }, () => 1),
  angles: '<'.repeat(20_000),
  huge: 'x'.repeat(900_000),
};
const scope: Scope = { context: { content }, contextName: '', data: {} };
const env: RenderEnv = { language: 'EN', timeZone: 'UTC', now: 0, localize: () => 'x{{a}}'.repeat(1_000) };

describe('S-17: a bomb ends within a second, with a problem', () => {
  const each = (inner: string, list = 'content.numbers') => `{{#each ${list}}}${inner}{{/each}}`;

  it.each([
    ['escaped text, repeated', each('{{@root.content.angles}}', 'content.ones'), 'budget'],
    ['a loop within a loop', each(each('{{this}}', '@root.content.numbers')), 'budget'],
    ['an empty loop within a loop', each(each('', '@root.content.numbers')), 'budget'],
    ['JSON of everything, repeated', each('{{#if (toJsonString @root)}}{{/if}}'), 'budget'],
    ['a search in a large text, repeated', each('{{#includes @root.content.huge "xy"}}{{/includes}}'), 'budget'],
    ['a join of a large array, repeated', each('{{#if (join @root.content.numbers)}}{{/if}}'), 'budget'],
    ['a large array as text, repeated', each('{{@root.content.numbers}}'), 'budget'],
    ['an array of more than 10,000 items', each('', 'content.tooMany'), 'budget'],
    ['a text of many placeholders, repeated', each('{{#if (t "key" a="y")}}{{/if}}'), 'budget'],
    ['large values in a text of many placeholders', '{{t "key" a=content.huge}}', 'budget'],
    ['a large text twice', '{{content.huge}}{{content.huge}}', 'budget'],
    ['ever other formatters', each('{{datetime this calendar=(join "a" this sep="")}}'), 'budget'],
    ['3,000 nested blocks', '{{#if a}}'.repeat(3_000) + '{{/if}}'.repeat(3_000), 'syntax'],
    ['20,000 blocks', '{{#a}}{{/a}}'.repeat(20_000), 'syntax'],
    ['a chain of 4,000 else', `{{#if a}}${'{{else if b}}'.repeat(4_000)}{{/if}}`, 'syntax'],
    ['60,000 subexpressions', `{{a ${'(a '.repeat(60_000)}${')'.repeat(60_000)}}}`, 'syntax'],
    ['120,000 arguments', `{{sum ${'1 '.repeat(120_000)}}}`, 'syntax'],
    ['a path of 100,000 parts', `{{a${'.a'.repeat(100_000)}}}`, 'syntax'],
    ['raw blocks that never end', '{{{{'.repeat(60_000), 'syntax'],
    ['a comment that never ends', `{{!--${'-'.repeat(250_000)}`, 'syntax'],
    ['50,000 comments', '{{!}}'.repeat(50_000), 'syntax'],
    ['escaped braces', '\\{{'.repeat(60_000), 'syntax'],
    ['a string of escapes', `{{a "${'\\"'.repeat(100_000)}"}}`, 'syntax'],
    ['spaces between tags that strip them', `{{~a~}}${' '.repeat(250_000)}{{~a~}}`, 'missing_path'],
  ])('%s', (_what, source, code) => {
    const before = performance.now();
    const result = evaluateExpression(source, scope, env);
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(result.ok ? [] : result.problems.at(-1)).toMatchObject({ code });
  });
});

it('what stays within the budgets is rendered whole', () => {
  const result = evaluateExpression('{{#each content.numbers}}{{this}};{{/each}}', scope, env);
  expect(result.ok && result.value).toBe(`${numbers.join(';')};`);
});
