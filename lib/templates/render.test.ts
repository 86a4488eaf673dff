import { describe, expect, it } from 'vitest';
import type { RenderEnv } from '@/lib/expressions/env';
import type { JsonObject } from '@/lib/format/json';
import { createLocalizer } from '@/lib/localizations/localizer';
import { checkOutputs } from './check';
import { renderOutputs } from './render';
import type { TemplateInput } from './schema';

const env: RenderEnv = {
  language: 'NL',
  timeZone: 'UTC',
  now: 0,
  localize: createLocalizer([
    { key: 'greeting', text: { EN: 'Dear {{name}}', NL: 'Beste {{name}}' } },
    { key: 'terms', text: { EN: '<a href="/terms">{{name}}</a>' } },
  ]),
};

function render(outputs: Record<string, string>, values: JsonObject = {}, inputs?: TemplateInput['inputs']) {
  return renderOutputs(inputs ? { outputs, inputs } : { outputs }, values, env);
}

describe('inputs', () => {
  it('are reached by @inputs, plainly, and by @root', () => {
    const body = '{{@inputs.name}} {{name}} {{@root.name}} {{#each list}}{{@inputs.name}}{{/each}}';
    expect(render({ body }, { name: 'Anna', list: [1, 2] })).toEqual({
      ok: true,
      outputs: { body: 'Anna Anna Anna AnnaAnna' },
    });
  });

  it('that are used and absent are problems, named in full, for every output', () => {
    const result = render({ subject: 'Hi {{@inputs.name}}', body: '\n{{user.name}}' }, { user: {} });
    expect(result).toEqual({
      ok: false,
      problems: [
        {
          code: 'missing_path',
          field: 'template.subject',
          path: '@inputs.name',
          message: '@inputs.name is not there',
          line: 1,
          column: 6,
        },
        {
          code: 'missing_path',
          field: 'template.body',
          path: '@inputs.user.name',
          message: '@inputs.user.name is not there',
          line: 2,
          column: 3,
        },
      ],
    });
  });

  it('that are declared and absent are none unless they are used', () => {
    const body = '{{default @inputs.nickname "there"}}{{#if @inputs.age}}{{@inputs.age}}{{/if}}';
    expect(render({ body }, {}, { nickname: { type: 'string' }, age: { type: 'number' } })).toMatchObject({ ok: true });
  });

  it('of another type than declared are problems, at any depth; null and further values are not', () => {
    const inputs: TemplateInput['inputs'] = {
      name: { type: 'string' },
      age: { type: 'number' },
      tags: { type: 'array', items: { type: 'string' } },
      user: { type: 'object', properties: { vip: { type: 'boolean' } } },
    };
    expect(
      render({ body: '' }, { name: null, age: 3, tags: ['a'], user: { vip: true, more: 1 }, other: [] }, inputs),
    ).toMatchObject({ ok: true });
    const result = render({ body: '' }, { name: 1, age: '3', tags: ['a', 2], user: { vip: 'yes' } }, inputs);
    expect(result.ok ? [] : result.problems.map(({ path, message }) => [path, message])).toEqual([
      ['@inputs.name', '@inputs.name must be a text and is a number'],
      ['@inputs.age', '@inputs.age must be a number and is a text'],
      ['@inputs.tags.1', '@inputs.tags.1 must be a text and is a number'],
      ['@inputs.user.vip', '@inputs.user.vip must be a boolean and is a text'],
    ]);
    expect(render({ body: '' }, { tags: 'a', user: [] }, inputs)).toMatchObject({ ok: false });
  });
});

describe('escaping', () => {
  const values = { name: `<b>O'Brien & "Co"` };

  it('for HTML in every output but the subject', () => {
    const source = '{{@inputs.name}}|{{{@inputs.name}}}';
    expect(render({ subject: source, body: source, message: source }, values)).toEqual({
      ok: true,
      outputs: {
        subject: `${values.name}|${values.name}`,
        body: `&lt;b&gt;O&#x27;Brien &amp; &quot;Co&quot;|${values.name}`,
        message: `&lt;b&gt;O&#x27;Brien &amp; &quot;Co&quot;|${values.name}`,
      },
    });
  });

  it('not in outputs that are text', () => {
    expect(renderOutputs({ outputs: { text: '{{@inputs.name}}' } }, values, env, ['text'])).toMatchObject({
      outputs: { text: values.name },
    });
  });

  it('once in a localization, and of its values when its own HTML is wanted', () => {
    const escaped = '&lt;b&gt;O&#x27;Brien &amp; &quot;Co&quot;';
    expect(render({ body: "{{t 'greeting' name=@inputs.name}}" }, values)).toMatchObject({
      outputs: { body: `Beste ${escaped}` },
    });
    const link = `<a href="/terms">${escaped}</a>`;
    expect(render({ body: "{{{t 'terms' name=@inputs.name}}}" }, values)).toMatchObject({ outputs: { body: link } });
    expect(render({ body: "{{{default (t 'terms' name=@inputs.name) ''}}}" }, values)).toMatchObject({
      outputs: { body: link },
    });
    expect(render({ body: "{{{t 'terms' name=(t 'greeting' name=@inputs.name)}}}" }, values)).toMatchObject({
      outputs: { body: `<a href="/terms">Beste ${escaped}</a>` },
    });
    expect(render({ subject: "{{{t 'greeting' name=@inputs.name}}}" }, values)).toMatchObject({
      outputs: { subject: `Beste ${values.name}` },
    });
  });
});

describe('a control character in the subject is a problem', () => {
  it.each([
    'a\r\nBcc: x@y.z',
    'a\nb',
    'a\rb',
    'a\u0000b',
    'a\tb',
    'a\u0085b',
    'a\u2028b',
    'a\u2029b',
    'a\u007fb',
    'a\n',
  ])('%j', (name) => {
    expect(render({ subject: 'Hi {{@inputs.name}}', body: '{{@inputs.name}}' }, { name })).toMatchObject({
      ok: false,
      problems: [{ code: 'invalid_value', field: 'template.subject' }],
    });
  });

  it('and other letters are none', () => {
    expect(render({ subject: 'Ünïcødé 😀 שלום' })).toMatchObject({ ok: true });
  });
});

describe('checking outputs', () => {
  it('finds nothing wrong in right ones', () => {
    expect(
      checkOutputs({ subject: 'Hi {{@inputs.name}}', body: '{{#each items as |item|}}{{item.length}}{{/each}}' }),
    ).toEqual([]);
  });

  it('names output, line and column', () => {
    expect(
      checkOutputs({
        subject: 'Hi {{name',
        body: 'a\n{{nothing 1}}\n  {{#if}}{{/if}}{{#if (foo a)}}{{each b}}{{/if}}',
        text: '{{> footer}}',
      }),
    ).toEqual([
      { output: 'subject', message: 'This {{ is not closed', line: 1, column: 6 },
      { output: 'body', message: "There is no helper 'nothing'", line: 2, column: 3 },
      { output: 'body', message: expect.stringContaining('if: needs 1 argument and got 0'), line: 3, column: 6 },
      { output: 'body', message: "There is no helper 'foo'", line: 3, column: 24 },
      { output: 'body', message: 'each: is a block and is written {{#each …}}…{{/each}}', line: 3, column: 34 },
      { output: 'text', message: 'Partials ({{> …}}) are not supported', line: 1, column: 1 },
    ]);
  });
});
