import fc from 'fast-check';
import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '@/lib/format/json';
import { Budget } from './budget';
import type { RenderEnv } from './env';
import { findHelper } from './helpers/registry';
import { renderTemplate } from './interpret';
import { isTruthy } from './lookup';
import { parseTemplate } from './parse';
import { ExpressionSyntaxError } from './syntax-error';

const env: RenderEnv = { language: 'EN', timeZone: 'UTC', now: 0, localize: () => undefined };

const real = Handlebars.create();
for (const name of ['eq', 'ne', 'and', 'or', 'not', 'join', 'length']) {
  real.registerHelper(name, function helper(this: unknown, ...given: unknown[]) {
    const options = given.pop() as Handlebars.HelperOptions;
    const args = given as JsonValue[];
    const hash = options.hash as JsonObject;
    const result = findHelper(name)?.run({ args, hash, env, budget: new Budget(), escapesOwnValues: false });
    if (!options.fn) return result;
    return isTruthy(result) ? options.fn(this) : options.inverse(this);
  });
}

function renderBoth(source: string, values: JsonObject, escapes: boolean): { ours: unknown; theirs: string } {
  const ours = renderTemplate(parseTemplate(source), { context: values, contextName: '', data: {} }, env, {
    escape: escapes,
  });
  return { ours: ours.ok ? ours.value : ours.problems, theirs: real.compile(source, { noEscape: !escapes })(values) };
}

const text = fc
  .array(
    fc.constantFrom(
      'a',
      'b c',
      '<b>',
      '&',
      '=',
      '"',
      '`',
      "'",
      ' ',
      '  ',
      '\t',
      '\n',
      '\r\n',
      '\n\n',
      'é',
      '😀',
      'a}',
      '.',
    ),
    {
      maxLength: 5,
    },
  )
  .map((parts) => parts.join(''));

const scalar = fc.record(
  {
    s: text,
    n: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(0)),
    b: fc.boolean(),
    z: fc.constant(null),
  },
  { noNullPrototype: true },
);
const data = fc
  .tuple(scalar, fc.array(scalar, { maxLength: 3 }), scalar, fc.array(fc.oneof(text, fc.integer()), { maxLength: 3 }))
  .map(([own, list, o, words]) => ({ ...own, list, o, words, empty: [] }));

/** What is known where a piece of template stands: which fields, how many levels of `../`, whether in an each. */
interface Place {
  depth: number;
  fields: 'root' | 'item' | 'value';
  above: Place | undefined;
  inEach: boolean;
}

function pathsAt(place: Place): string[] {
  const fields = {
    root: ['s', 'n', 'b', 'z', 'o.s', 'o.n', 'words', './s', 'this.n', '[s]'],
    item: ['s', 'n', 'b', 'this.s'],
    value: ['this', '.'],
  };
  const own = fields[place.fields];
  const above = place.above ? pathsAt({ ...place.above, above: undefined }).filter((path) => /^[a-z]/.test(path)) : [];
  const variables = place.inEach ? ['@index', '@key', '@first', '@last'] : [];
  return [
    ...own,
    ...above.filter((path) => path !== 'this').map((path) => `../${path}`),
    ...variables,
    '@root.s',
    '@root.o.n',
  ];
}

const flag = fc.constantFrom('', '', '', '~');

function output(place: Place): fc.Arbitrary<string> {
  const path = fc.constantFrom(...pathsAt(place));
  const expression = fc.oneof(
    { weight: 4, arbitrary: path },
    { weight: 1, arbitrary: path.map((p) => `eq ${p} "a"`) },
    { weight: 1, arbitrary: path.map((p) => `or ${p} (not @root.b)`) },
    { weight: 1, arbitrary: path.map((p) => `join @root.words ${p.startsWith('words') ? '1' : '@root.n'} sep="<"`) },
    { weight: 1, arbitrary: fc.constant('lookup @root "s"') },
    { weight: 1, arbitrary: fc.constant('length @root.list') },
  );
  const tag = fc.oneof(
    fc.tuple(flag, expression, flag).map(([open, e, close]) => `{{${open}${e}${close}}}`),
    fc.tuple(flag, expression, flag).map(([open, e, close]) => `{{${open}{${e}}${close}}}`),
    fc.tuple(flag, expression, flag).map(([open, e, close]) => `{{${open}&${e}${close}}}`),
  );
  // Handlebars adds two numbers that are put out unescaped side by side, which nobody can want: 1 and 2 give 3.
  return fc.tuple(fc.boolean(), tag).map(([before, t]) => (before ? `_${t}` : `${t}_`));
}

function block(place: Place): fc.Arbitrary<string> {
  const path = fc.constantFrom(...pathsAt(place));
  const same = piece({ ...place, depth: place.depth - 1 });
  const inside = (fields: Place['fields'], inEach: boolean) =>
    piece({ depth: place.depth - 1, fields, above: place, inEach: inEach || place.inEach });
  const tag = (open: string, close: string, body: fc.Arbitrary<string>) =>
    fc.tuple(flag, flag, body, fc.option(fc.tuple(flag, flag, same)), flag, flag).map(([a, b, inner, other, c, d]) => {
      const inverse = other ? `{{${other[0]}else${other[1]}}}${other[2]}` : '';
      return `{{${a}#${open}${b}}}${inner}${inverse}{{${c}/${close}${d}}}`;
    });
  return fc.oneof(
    path.chain((p) => tag(`if ${p}`, 'if', same)),
    path.chain((p) => tag(`unless ${p}`, 'unless', same)),
    path.chain((p) => tag(`if ${p} includeZero=true`, 'if', same)),
    path.chain((p) => tag(`if (and ${p} nothing.here)`, 'if', same)),
    path.chain((p) => tag(`eq ${p} @root.n`, 'eq', same)),
    fc
      .tuple(path, same, same, same)
      .map(([p, a, b, c]) => `{{#if nothing}}${a}{{else if ${p}}}${b}{{else}}${c}{{/if}}`),
    fc.tuple(path, same).map(([p, a]) => `{{^${p.replace(/^@.*/, 's')}}}${a}{{else}}x{{/${p.replace(/^@.*/, 's')}}}`),
    tag('each @root.list', 'each', inside('item', true)),
    tag('each @root.words', 'each', inside('value', true)),
    tag('each @root.empty', 'each', inside('value', true)),
    tag('each nothing', 'each', inside('value', true)),
    tag('with @root.o', 'with', inside('item', false)),
    tag('with nothing', 'with', inside('item', false)),
    fc
      .constantFrom('@root.list', '@root.words')
      .map((list) => `{{#each ${list} as |it key|}}{{key}}:{{#if it}}y{{/if}}{{/each}}`),
    fc.constant('{{#each @root.o}}{{@key}}={{this}}{{#if @last}}.{{/if}}{{/each}}'),
    fc.constant('{{#each @root.list}}{{#each @root.words}}{{@../index}}{{../s}}{{/each}}{{/each}}'),
    fc.constant('{{#with @root.o as |other|}}{{other.s}}{{/with}}'),
  );
}

function piece(place: Place): fc.Arbitrary<string> {
  const comment = fc.constantFrom('{{! note }}', '{{!-- {{note}} --}}', '{{~! x ~}}', '\\{{s}} ');
  const one = fc.oneof(
    { weight: 4, arbitrary: text },
    { weight: 4, arbitrary: output(place) },
    { weight: 1, arbitrary: comment },
    ...(place.depth > 0 ? [{ weight: 3, arbitrary: fc.constant(0).chain(() => block(place)) }] : []),
  );
  return fc.array(one, { maxLength: 4 }).map((parts) => parts.join(''));
}

const template = piece({ depth: 3, fields: 'root', above: undefined, inEach: false });

describe('what is rendered is what Handlebars renders', () => {
  it('for templates of every supported construct, with any whitespace, over any data', () => {
    fc.assert(
      fc.property(template, data, fc.boolean(), (source, values, escapes) => {
        const { ours, theirs } = renderBoth(source, values, escapes);
        // Rarely `../` leads to a field that is not there, which we report and Handlebars leaves empty.
        fc.pre(!isMissingPath(ours));
        expect(ours).toBe(theirs);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['standalone tags take their line with them', 'a\n  {{#if s}}\n  b\n  {{else}}\n  c\n  {{/if}}\nd\n'],
    ['inline tags do not', 'a {{#if s}} b {{/if}} c'],
    ['strip flags', 'a  {{~s~}}  b  {{~#if s~}}  c  {{~/if~}}  d'],
    ['comments on a line of their own', 'a\n{{! gone }}\nb\n{{!-- gone --}}\n'],
    ['escaped braces', '\\{{s}} \\\\{{s}} {{s}}'],
    ['all characters that are escaped', '{{q}} {{{q}}} {{&q}}'],
    ['numbers, booleans and null as text', '{{n}} {{zero}} {{yes}} {{no}} {{none}}!'],
    ['arrays as text', '{{words}}'],
    ['a raw block', '{{{{yes}}}} {{s}} {{{{/yes}}}}'],
    ['a section of a text', '{{#s}}[{{this}}]{{/s}}'],
    ['a section of an array', '{{#words}}{{this}}{{@index}}{{/words}}'],
    ['a section of an object', '{{#o}}{{s}}{{../n}}{{/o}}'],
    ['an inverted section', '{{^none}}x{{/none}}{{^yes}}y{{else}}z{{/yes}}'],
    ['each over an object', '{{#each o}}{{@index}}{{@key}}={{this}}{{@first}}{{@last}};{{/each}}'],
    ['each over a text', '{{#each s}}x{{else}}none{{/each}}'],
    ['block parameters that hide a field', '{{#each words as |s|}}{{s}}{{/each}}{{s}}'],
    ['an else chain with block parameters', '{{#if no}}{{else each words as |w i|}}{{i}}{{w}}{{else}}{{/if}}'],
    ['names in brackets and quotes', '{{[a b]}} {{o.[s]}} {{"a b"}}'],
    ['the same context opens no level', '{{#with o}}{{#with this}}{{../n}}{{/with}}{{/with}}'],
  ])('%s', (_what, source) => {
    const values = {
      s: 'x<y',
      q: `&<>"'\`=`,
      n: 1.5,
      zero: 0,
      yes: true,
      no: false,
      none: null,
      words: ['a', 'b', 3],
      o: { s: 'in', n: 2 },
      'a b': 'spaced',
    };
    const { ours, theirs } = renderBoth(source, values, true);
    expect(ours).toBe(theirs);
  });
});

it('any text is parsed or refused just as Handlebars does, and never with another error', () => {
  const pieces = fc.constantFrom(
    '{{',
    '}}',
    '{{{',
    '}}}',
    '{{#',
    '{{/',
    '{{^',
    '{{else}}',
    '{{!',
    '--',
    '~',
    '(',
    ')',
    'if',
    'a',
    '.',
    '../',
    ' ',
    '=',
    '"',
    '[',
    ']',
    '@',
    '1',
    'true',
    '|',
    ' as |a|',
    '\\',
    '\n',
    '{{#if a}}',
    '{{/if}}',
    '{{a}}',
    '&',
    'null',
  );
  const source = fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(source, (text) => {
      const ours = refusalOf(() => parseTemplate(text));
      const theirs = refusalOf(() => Handlebars.parse(text));
      expect(ours === undefined || ours instanceof ExpressionSyntaxError).toBe(true);
      if (theirs) expect(ours).toBeDefined();
      else
        expect(String((ours as Error | undefined)?.message ?? '')).toMatch(
          /^$|is not a helper|not supported|called by its name/,
        );
    }),
    { numRuns: 1_000 },
  );
});

function isMissingPath(rendered: unknown): boolean {
  return Array.isArray(rendered) && rendered.every(({ code }) => code === 'missing_path');
}

function refusalOf(act: () => unknown): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}
