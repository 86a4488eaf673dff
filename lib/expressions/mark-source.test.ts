import { describe, expect, it } from 'vitest';
import { actionSamples, templateSamples } from '@/lib/console/expression-samples';
import type { JsonValue } from '@/lib/format/json';
import type { InputType } from '@/lib/templates/schema';
import { markSource } from './mark-source';

const NOW = Date.UTC(2026, 0, 31);
const env = { language: 'EN', timeZone: 'UTC', now: NOW, localize: () => undefined };

const toEvents = (contents: readonly JsonValue[]) =>
  contents.map((content, index) => ({
    id: String(index).padStart(24, '0'),
    type: 'a',
    content,
    creationTimestamp: NOW,
  }));
const inAction = (source: string, ...contents: JsonValue[]) =>
  markSource(source, { ...actionSamples(toEvents(contents), { type: 'a', now: NOW }), env, deadline: Infinity });
const inTemplate = (source: string, contents: JsonValue[], inputs?: Record<string, InputType>) =>
  markSource(source, { ...templateSamples(toEvents(contents), inputs), env, deadline: Infinity });

/** `unknown:content.emial→content.email|…` */
const read = (source: string, marks: ReturnType<typeof markSource>) =>
  marks.map(
    ({ kind, from, to, fixes }) => `${kind}:${source.slice(from, to)}→${fixes.map(({ text }) => text).join('|')}`,
  );

const ADA: JsonValue = {
  email: 'ada@example.com',
  user: { id: '1', 'first name': 'Ada', address: { city: 'Ghent' } },
  items: [{ sku: 'a', price: 1 }, { sku: 'b' }],
  prénom: 'Ada',
};
const GRACE: JsonValue = {
  email: 'grace@example.com',
  nickname: 'G',
  user: { id: '2', 'first name': 'Grace' },
  items: [],
  prénom: 'G',
};

describe('a path that no event has is underlined, with what was meant', () => {
  it.each([
    ['{{content.emial}}', ['unknown:content.emial→content.email']],
    [
      'Dear {{content.user.[frist name]}}, {{content.email}}',
      ['unknown:content.user.[frist name]→content.user.[first name]'],
    ],
    ['{{email}}', ['unknown:email→content.email']],
    ['{{event.email}}', ['unknown:event.email→content.email']],
    ['{{contnt.email}}', ['unknown:contnt.email→content.email']],
    ['{{content.city}}', ['unknown:content.city→content.user.address.city']],
    ['{{event.creationTime}}', ['unknown:event.creationTime→']],
    ['{{event.creationTimestmap}}', ['unknown:event.creationTimestmap→event.creationTimestamp']],
    [
      '{{content.prenom}} 🙂 {{content.prénon}}',
      ['unknown:content.prenom→content.prénom', 'unknown:content.prénon→content.prénom'],
    ],
    ['🙂\n{{content.nothing_like_it}}', ['unknown:content.nothing_like_it→']],
    ['{{default content.emial "x"}}', ['unknown:content.emial→content.email']],
    ['{{#if content.emial}}yes{{/if}}', ['unknown:content.emial→content.email']],
    [
      '{{datetime content.emial dateStyle=content.usr}}',
      ['unknown:content.emial→content.email', 'unknown:content.usr→content.user'],
    ],
    ['{{@input.email}}', ['unknown:@input.email→content.email']],
    ['{{@root.content.emial}}', ['unknown:@root.content.emial→@root.content.email']],
  ])('%s', (source, marks) => {
    expect(read(source, inAction(source, ADA, ADA))).toEqual(marks);
  });

  it('says how many events were looked at, and is calmer about what may be absent', () => {
    expect(inAction('{{content.emial}}', ADA, GRACE)).toEqual([
      {
        kind: 'unknown',
        severity: 'warning',
        from: 2,
        to: 15,
        message: 'content.emial is in none of the last 2 events',
        fixes: [{ label: 'Use content.email', text: 'content.email' }],
      },
    ]);
    const [mark] = inAction('{{default content.zzzz "x"}}', ADA);
    expect(mark).toMatchObject({ severity: 'info', message: 'content.zzzz is not in the one event of this type' });
  });
});

describe('a path that only some events have', () => {
  it.each([
    ['{{content.nickname}}', ['sometimes:content.nickname→default content.nickname ""']],
    ['{{{content.user.address.city}}}', ['sometimes:content.user.address.city→default content.user.address.city ""']],
    ['{{length content.nickname}}', ['sometimes:content.nickname→(default content.nickname "")']],
    ['{{default content.nickname "there"}}', []],
    ['{{#if content.nickname}}Hi {{content.nickname}}{{/if}}', []],
    ['{{#unless content.nickname}}{{else}}{{content.nickname}}{{/unless}}', []],
    ['{{#if (not content.nickname)}}{{content.user.address.city}}{{/if}}', []],
    ['{{eq content.nickname "x"}}', []],
  ])('%s', (source, marks) => {
    expect(read(source, inAction(source, ADA, GRACE))).toEqual(marks);
  });

  it('says its share', () => {
    expect(inAction('{{content.nickname}}', ADA, ADA, GRACE)).toMatchObject([
      {
        severity: 'info',
        share: 1 / 3,
        message: 'content.nickname is in 33 % of the last 3 events: give a default for the others',
      },
    ]);
  });
});

describe('within each, with and sections', () => {
  it.each([
    ['{{#each content.items}}{{sku}} {{this.sku}} {{@index}}{{@key}}{{/each}}', []],
    ['{{#each content.items}}{{skku}}{{/each}}', ['unknown:skku→sku']],
    ['{{#each content.items}}{{this.skku}}{{/each}}', ['unknown:this.skku→this.sku']],
    ['{{#each content.items}}{{price}}{{/each}}', ['sometimes:price→default price ""']],
    ['{{#each content.items as |item i|}}{{item.sku}}{{i}}{{item.skuu}}{{/each}}', ['unknown:item.skuu→item.sku']],
    ['{{#each content.items}}{{content.email}}{{/each}}', ['unknown:content.email→@root.content.email']],
    [
      '{{#each content.items}}{{../content.email}}{{../content.emial}}{{/each}}',
      ['unknown:../content.emial→../content.email'],
    ],
    ['{{#each content.itmes}}{{whatever}}{{/each}}', ['unknown:content.itmes→content.items']],
    ['{{#with content.user}}{{id}} {{@root.event.id}}{{/with}}', []],
    ['{{#with content.user}}{{address.city}} {{addres.city}}{{/with}}', ['unknown:addres.city→address.city']],
    ['{{#content.user}}{{addres.city}}{{/content.user}}', ['unknown:addres.city→address.city']],
    ['{{#each content.items}}a{{else}}{{content.emial}}{{/each}}', ['unknown:content.emial→content.email']],
    [
      '{{#if (eq content.email "nobody")}}{{content.emial}}{{content.nickname}}{{/if}}',
      ['unknown:content.emial→content.email', 'unknown:content.nickname→'],
    ],
  ])('%s', (source, marks) => {
    expect(read(source, inAction(source, ADA))).toEqual(marks);
  });

  it('what no event reaches is not guessed at', () => {
    expect(inAction('{{#each content.items}}{{anything}}{{/each}}', GRACE)).toEqual([]);
    expect(inAction('{{#each content.items}}{{price}}{{/each}}', ADA)).toMatchObject([
      { message: 'price is in 50 % of the items: give a default for the others' },
    ]);
  });
});

describe('what can never work', () => {
  it.each([
    ['a {{content.email', 'syntax:{{content.email→', 'This {{ is not closed'],
    ['a\r\nb {{#if a}}{{/each}}', 'syntax:if→', '{{#if}} is closed by {{/each}}'],
    ['{{#if content.email}}x', 'syntax:x→', 'Unexpected the end: a block or a {{ is not closed'],
    ['{{datetme event.creationTimestamp}}', 'helper:datetme→datetime', "There is no helper 'datetme'"],
    ['{{#wiht content.user}}{{/wiht}}', 'helper:wiht→', "There is no helper 'wiht': did you mean with?"],
    ['é {{sum}}', 'helper:sum→', 'sum: needs at least 1 argument and got 0; a field of that name is read as this.sum'],
  ])('%s', (source, read_, message) => {
    const marks = inAction(source, ADA).filter(({ kind }) => kind !== 'unknown');
    expect(read(source, marks)).toEqual([read_]);
    expect(marks[0]).toMatchObject({ severity: 'error', message });
  });
});

describe('without events', () => {
  it('only the outermost names are known', () => {
    expect(inAction('{{content.anything.at.all}} {{event.id}} {{#each content.list}}{{x}}{{/each}}')).toEqual([]);
    expect(read('{{contnt.x}} {{event.typ}}', inAction('{{contnt.x}} {{event.typ}}'))).toEqual([
      'unknown:contnt.x→content.x',
      'unknown:event.typ→event.type',
    ]);
  });
});

describe('in a template', () => {
  const inputs: Record<string, InputType> = {
    first_name: { type: 'string' },
    lines: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } },
  };
  it.each([
    ['{{@inputs.email}} {{email}} {{@inputs.event.content.email}} {{@inputs.event.id}}', []],
    ['{{@inputs.emial}}', ['unknown:@inputs.emial→@inputs.email']],
    ['{{content.email}}', ['unknown:content.email→@inputs.email']],
    ['{{@input.email}}', ['unknown:@input.email→@inputs.email']],
    ['{{@inputs.nickname}}', ['sometimes:@inputs.nickname→default @inputs.nickname ""']],
  ])('that events fill: %s', (source, marks) => {
    expect(read(source, inTemplate(source, [ADA, GRACE]))).toEqual(marks);
  });

  it.each([
    ['{{@inputs.first_name}} {{#each @inputs.lines}}{{sku}}{{@inputs.first_name}}{{/each}}', []],
    ['{{@inputs.event.content.whatever}} {{@inputs.tracking_hash}}', []],
    ['{{@inputs.frist_name}}', ['unknown:@inputs.frist_name→@inputs.first_name']],
    ['{{#each @inputs.lines}}{{skuu}}{{/each}}', ['unknown:skuu→sku']],
  ])('that declares its inputs: %s', (source, marks) => {
    expect(read(source, inTemplate(source, [], inputs))).toEqual(marks);
  });

  it('of which nothing is known is only checked for what can never work', () => {
    expect(inTemplate('{{@inputs.a.b}} {{c}} {{#each @inputs.d}}{{e}}{{/each}}', [])).toEqual([]);
    expect(inTemplate('{{nothing @inputs.a}}', [])).toMatchObject([{ kind: 'helper' }]);
  });
});

it('a check ends in time, whatever the events hold', () => {
  const items = Array.from({ length: 3_000 }, (_, i) => ({ a: i, more: Array.from({ length: 20 }, () => ({ b: 1 })) }));
  const source = '{{#each content.items}}{{#each more}}{{c}}{{d}}{{#if (gt b 1)}}{{e}}{{/if}}{{/each}}{{/each}}'.repeat(
    50,
  );
  const events = toEvents(Array.from({ length: 200 }, () => ({ items })));
  const samples = actionSamples(events, { type: 'a', now: NOW });
  const started = performance.now();
  markSource(source, { ...samples, env, deadline: performance.now() + 150 });
  expect(performance.now() - started).toBeLessThan(600);
});
