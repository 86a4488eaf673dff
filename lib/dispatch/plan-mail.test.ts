import { describe, expect, it } from 'vitest';
import type { JsonValue } from '@/lib/format/json';
import { effectOf, mail, newEvent, problemsOf, TEMPLATE_ID, template } from './plan-fixture';

describe('a mail', () => {
  it('is planned whole: recipients, subject as text, HTML escaped, text part, language', () => {
    expect(effectOf(mail())).toEqual({
      type: 'mail',
      recipients: { to: ['zoe@example.org'], cc: [], bcc: [] },
      templateId: TEMPLATE_ID,
      templateName: 'goodbye',
      subject: 'Dag Zoë & Co',
      html: '<p>Dear Zoë &amp; Co,</p><p>event user_deleted of Zoë &amp; Co</p>',
      text: 'Dear Zoë & Co,\n\nevent user_deleted of Zoë & Co',
      language: 'NL',
      timeZone: 'Europe/Brussels',
    });
  });

  it('takes its text part from the output text, unescaped', () => {
    const withText = { ...template, outputs: { ...template.outputs, text: 'Hi {{@inputs.first_name}}' } };
    expect(effectOf(mail(), newEvent(), [withText])).toMatchObject({ text: 'Hi Zoë & Co' });
  });

  it('finds its template by name, which may be an expression', () => {
    const { templateId: _, ...byName } = mail({ templateName: 'good{{content.rest}}' });
    expect(effectOf(byName, newEvent({ email: 'a@x.org', first_name: 'A', rest: 'bye' }))).toMatchObject({
      templateName: 'goodbye',
    });
  });

  it('spreads arrays into recipients and names an address once, in the first field that has it', () => {
    const recipients = {
      to: ['{{content.all}}', 'Bob <bob@x.org>'],
      cc: ['BOB@x.org', 'c@x.org'],
      bcc: ['{{content.all}}', 'd@x.org'],
    };
    expect(
      effectOf(mail({ recipients }), newEvent({ all: ['a@x.org', 'Ann <ann@x.org>'], first_name: 'A' })),
    ).toMatchObject({
      recipients: { to: ['a@x.org', 'Ann <ann@x.org>', 'Bob <bob@x.org>'], cc: ['c@x.org'], bcc: ['d@x.org'] },
    });
  });

  it('gives the inputs of a content that is no object only the event', () => {
    const plain = { ...template, outputs: { subject: 's', body: '{{@inputs.event.content}}' } };
    expect(effectOf(mail({ recipients: { to: ['a@x.org'] } }), newEvent('text'), [plain])).toMatchObject({
      html: 'text',
    });
  });

  it('the event among the inputs is the event, whatever the content says', () => {
    const plain = { ...template, outputs: { subject: 's', body: '{{@inputs.event.type}}' } };
    expect(effectOf(mail({ recipients: { to: ['a@x.org'] } }), newEvent({ event: 'fake' }), [plain])).toMatchObject({
      html: 'user_deleted',
    });
  });

  it('takes at most 50 recipients, and at least one', () => {
    const addresses = Array.from({ length: 51 }, (_, index) => `a${index}@x.org`);
    const content = { first_name: 'A', all: addresses, fifty: addresses.slice(1), none: [] };
    const to = (source: string) => mail({ recipients: { to: [source] } });
    expect(effectOf(to('{{content.fifty}}'), newEvent(content))).toBeDefined();
    expect(problemsOf(to('{{content.all}}'), newEvent(content))).toMatchObject([
      { code: 'invalid_value', field: 'recipients.to' },
    ]);
    expect(problemsOf(to('{{content.none}}'), newEvent(content))).toMatchObject([{ message: 'gives no recipient' }]);
  });

  it('S-18: tells of 10,000 addresses, good, bad or the same, in one sentence', () => {
    const to = mail({ recipients: { to: ['{{content.all}}'] } });
    for (const address of [(n: number) => `a${n}@x.org`, (n: number) => `bad ${n}`, () => 'a@x.org']) {
      const all = Array.from({ length: 10_000 }, (_, n) => address(n));
      expect(
        problemsOf(to, newEvent({ first_name: 'A', all })).map(({ field, message }) => [field, message]),
      ).toContainEqual(['recipients.to', 'gives 10000 entries, of 200 at most']);
      expect(problemsOf(to, newEvent({ first_name: 'A', all })).length).toBeLessThan(3);
    }
  });

  it('tells all problems at once, each with its field and path', () => {
    const action = mail({
      recipients: { to: ['{{content.email}}', 'nobody'], cc: ['{{content.x.y}}'] },
      templateId: undefined,
      templateName: 'nothing',
    });
    expect(problemsOf(action, newEvent({}))).toEqual([
      {
        code: 'missing_path',
        field: 'recipients.to[0]',
        path: 'content.email',
        message: 'content.email is not there',
        line: 1,
        column: 3,
      },
      { code: 'invalid_value', field: 'recipients.to[1]', message: '"nobody" is not an e-mail address' },
      {
        code: 'missing_path',
        field: 'recipients.cc[0]',
        path: 'content.x.y',
        message: 'content.x.y is not there',
        line: 1,
        column: 3,
      },
      { code: 'unknown_template', field: 'templateName', message: "There is no template 'nothing'" },
    ]);
  });

  it('names what its template misses', () => {
    expect(problemsOf(mail(), newEvent({ email: 'a@x.org' })).map(({ field, path }) => [field, path])).toEqual([
      ['template.subject', '@inputs.first_name'],
      ['template.body', '@inputs.first_name'],
      ['template.body', '@inputs.event.content.first_name'],
    ]);
  });

  it.each<[string, object, JsonValue | undefined, string, string]>([
    ['a recipient that is a number', {}, { email: 5 }, 'invalid_value', 'recipients.to[0]'],
    ['a recipient that is null', {}, { email: null }, 'invalid_value', 'recipients.to[0]'],
    ['an item that is no text', {}, { email: ['a@x.org', 1] }, 'invalid_value', 'recipients.to[0].1'],
    ['an array in an array', {}, { email: [['a@x.org']] }, 'invalid_value', 'recipients.to[0].0'],
    ['a line break in a recipient', {}, { email: 'a@x.org\r\nBcc: b@x.org' }, 'invalid_value', 'recipients.to[0]'],
    ['a list in a recipient', {}, { email: 'a@x.org, b@x.org' }, 'invalid_value', 'recipients.to[0]'],
    [
      'a line break in the subject',
      {},
      { email: 'a@x.org', first_name: 'a\r\nBcc: b@x.org' },
      'invalid_value',
      'template.subject',
    ],
    ['an unknown template', { templateId: 'e'.repeat(24) }, undefined, 'unknown_template', 'templateId'],
    [
      'no name of a template',
      { templateId: undefined, templateName: '{{content.id}}' },
      undefined,
      'invalid_value',
      'templateName',
    ],
    ['a syntax error', { recipients: { to: ['{{#if}}'] } }, undefined, 'syntax', 'recipients.to[0]'],
    ['an unknown helper', { recipients: { to: ['{{nothing content}}'] } }, undefined, 'helper', 'recipients.to[0]'],
  ])('%s is a problem', (_what, fields, content, code, field) => {
    const event = newEvent(content === undefined ? undefined : { first_name: 'A', ...(content as object) });
    expect(problemsOf(mail(fields), event)).toContainEqual(expect.objectContaining({ code, field }));
  });

  it.each([
    ['subject', { body: 'b' }],
    ['body', { subject: 's' }],
  ])('a template without the output %s is a problem', (missing, outputs) => {
    expect(problemsOf(mail(), newEvent(), [{ ...template, outputs: outputs as Record<string, string> }])).toMatchObject(
      [{ field: `template.${missing}` }],
    );
  });

  it('a missing localization and a wrong type of input are problems of their own', () => {
    const other = {
      ...template,
      inputs: { first_name: { type: 'number' as const } },
      outputs: { subject: "{{t 'nothing'}}", body: 'b' },
    };
    expect(problemsOf(mail(), newEvent(), [other]).map(({ code, field }) => [code, field])).toEqual([
      ['invalid_value', 'template.inputs'],
      ['missing_localization', 'template.subject'],
    ]);
  });
});
