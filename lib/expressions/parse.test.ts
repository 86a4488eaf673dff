import { describe, expect, it } from 'vitest';
import { parseTemplate } from './parse';
import { ExpressionSyntaxError } from './syntax-error';

function errorOf(source: string): ExpressionSyntaxError {
  try {
    parseTemplate(source);
  } catch (error) {
    if (error instanceof ExpressionSyntaxError) return error;
    throw error;
  }
  throw new Error('was parsed');
}

describe('a syntax error tells what and where, counted from 1', () => {
  it.each([
    ['abc\n {{ a b= }}', 'Unexpected }}', 2, 10],
    ['abc\n {{#if a}}{{/each}}', '{{#if}} is closed by {{/each}}', 2, 5],
    ['{{#if a}}x', 'Unexpected the end: a block or a {{ is not closed', 1, 11],
    ['Hi {{name', 'This {{ is not closed', 1, 6],
    ['{{ % }}', 'Unexpected %', 1, 4],
    ['\n\n{{a.b/../c}}', 'Invalid path: a.b/..', 3, 3],
    ['hello {{/if}}', 'Unexpected {{/ without an open block', 1, 7],
    ['{{else}}', 'Unexpected {{else}} without an open block', 1, 1],
    ['{{> partial}}', 'Partials ({{> …}}) are not supported', 1, 1],
    ['{{#> layout}}{{/layout}}', 'Partials ({{#> …}}) are not supported', 1, 1],
    ['{{#*inline "a"}}{{/inline}}', 'Decorators ({{#* …}}) are not supported', 1, 1],
    ['{{a.b c}}', 'a.b is not a helper', 1, 3],
  ])('%s', (source, message, line, column) => {
    expect(errorOf(source)).toMatchObject({ message, line, column });
  });
});

describe('limits', () => {
  const nested = (levels: number) => '{{#if a}}'.repeat(levels) + '{{/if}}'.repeat(levels);
  const chained = (links: number) => `{{#if a}}${'{{else if b}}'.repeat(links)}{{/if}}`;
  const subexpressions = (levels: number) => `{{not ${'(not '.repeat(levels)}a${')'.repeat(levels)}}}`;

  it.each([
    ['32 levels', nested(32), nested(33)],
    ['a chain of 200 else', chained(200), chained(201)],
    ['subexpressions of 32 levels', subexpressions(32), subexpressions(33)],
    ['5,000 parts', '{{a}}'.repeat(2_500), '{{a}}'.repeat(2_501)],
    ['256 KB', 'x'.repeat(262_144), 'x'.repeat(262_145)],
    ['256 KB of bytes, not characters', 'é'.repeat(131_072), 'é'.repeat(131_073)],
    ['a tag of 8,192 characters', `{{a${' '.repeat(8_100)}}}`, `{{a${' '.repeat(8_200)}}}`],
  ])('%s are parsed, more are not', (_what, within, beyond) => {
    expect(() => parseTemplate(within)).not.toThrow();
    expect(errorOf(beyond)).toBeInstanceOf(ExpressionSyntaxError);
  });

  it('a long comment is no long tag', () => {
    expect(() => parseTemplate(`{{!-- ${'{{#if (( '.repeat(11_000)} --}}{{a}}`)).not.toThrow();
  });
});

it('the same source is parsed once', () => {
  expect(parseTemplate('{{a}} once')).toBe(parseTemplate('{{a}} once'));
});
