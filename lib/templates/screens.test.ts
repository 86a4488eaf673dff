import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putLocalization } from '@/db/localizations';
import { createMail, findMails } from '@/db/mails';
import { mailAction, matchedEvent, newListener, storeEvent, taskAction, uniqueName } from '@/db/testing';
import { insertUser } from '@/db/users';
import type { Principal } from '@/lib/auth/principal';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { createTemplate } from './create';
import { deleteTemplate } from './delete';
import { getTemplate } from './get';
import { previewTemplate } from './preview';
import type { TemplatePreviewInput } from './schema';
import { sendTestMail } from './send-test';
import { listTemplateSummaries } from './summaries';
import { updateTemplate } from './update';
import { viewTemplateUsage } from './usage';

const NOW = Date.now();
const HOUR_MS = 3_600_000;

let server: PrivateServer;
let ada: Principal;
beforeAll(async () => {
  server = await startPrivateServer();
  const user = await insertUser({ email: 'ada@example.com', passwordHash: 'x', roles: ['Configurator'] }, { now: NOW });
  ada = {
    kind: 'user',
    userId: user?.id,
    applicationId: undefined,
    permissions: new Set(['SEND_MAILS', 'VIEW_TEMPLATES', 'VIEW_EVENTS']),
  };
  await putLocalization({ key: 'hello', text: { EN: 'Hello {{name}}', NL: 'Dag {{name}}' } }, NOW);
  await putLocalization({ key: 'only_en', text: { EN: 'Only EN' } }, NOW);
  await putLocalization({ key: 'days_one', text: { EN: '{{count}} day', NL: '{{count}} dag' } }, NOW);
});
afterAll(() => server.close());

const create = (changes: object = {}) =>
  createTemplate(
    EVERYTHING,
    { name: uniqueName('template'), outputs: { subject: 'Hi', body: '<p>Hi</p>' }, ...changes },
    NOW,
  );
const codeOf = async (act: () => unknown) => (await refusalOf(act)).code;

async function storeMail(templateId: string, at: number) {
  const recipients = { to: ['a@example.com'], cc: [], bcc: [] };
  await createMail({
    templateId,
    recipients,
    subject: 's',
    html: '',
    text: '',
    lane: 'l',
    from: 'b@example.com',
    now: at,
  });
}

describe('what uses a template', () => {
  it('are the dispatchers that name it by id or by name, and the mails of the last day', async () => {
    const template = await create();
    const byId = await newListener({
      name: uniqueName('by id'),
      actions: [
        mailAction({ templateName: undefined, templateId: template.id, name: 'one' }),
        mailAction({ templateName: template.name }),
        taskAction(),
      ],
    });
    const byName = await newListener({ enabled: false, actions: [mailAction({ templateName: template.name })] });
    await newListener({ actions: [mailAction({ templateName: '{{content.template}}' })] });
    await newListener();
    await storeMail(template.id, NOW);
    const usage = await viewTemplateUsage(EVERYTHING, template.id, NOW);
    expect(usage).toEqual({
      dispatchers: [
        { id: byId.id, name: byId.name, eventType: byId.eventType, enabled: true, actions: ['one', 'mail'] },
        { id: byName.id, eventType: byName.eventType, enabled: false, actions: ['mail'] },
      ],
      dispatcherTotal: 2,
      byExpression: 1,
      mails24h: 1,
      mailsComplete: true,
    });
    const later = await viewTemplateUsage(EVERYTHING, template.id, NOW + 25 * HOUR_MS);
    expect(later.mails24h).toBe(0);
  });

  it('stands beside each template in the list, which can be searched and sorted', async () => {
    const prefix = uniqueName('listed');
    const names = ['b_1', 'A%2', 'c'].map((name) => `${prefix} ${name}`);
    for (const name of names) await create({ name, ...(name.endsWith('c') ? { description: 'Why 100%' } : {}) });
    await newListener({ actions: [mailAction({ templateName: `${prefix} c` })] });
    const list = (query: object) =>
      listTemplateSummaries(EVERYTHING, new URLSearchParams({ ...query } as Record<string, string>), NOW);
    const byName = await list({ search: prefix.toUpperCase(), sort: 'name' });
    expect(byName.data.map(({ name }) => name)).toEqual([`${prefix} A%2`, `${prefix} b_1`, `${prefix} c`]);
    expect(byName.data[2]).toMatchObject({
      outputs: ['subject', 'body'],
      dispatchers: 1,
      mails24h: 0,
      description: 'Why 100%',
    });
    expect(byName.total).toBe(3);
    expect((await list({ search: '100%' })).total).toBe(1);
    expect((await list({ search: `${prefix} A_2` })).total).toBe(0);
    expect((await list({ search: prefix, sort: '-name', limit: '1', offset: '1' })).data).toMatchObject([
      { name: `${prefix} b_1` },
    ]);
    expect(await codeOf(() => list({ sort: 'size' }))).toBe(15);
  });

  it('is told to those who may see templates and dispatchers', async () => {
    const { id } = await create();
    expect(await codeOf(() => viewTemplateUsage(allowed('VIEW_TEMPLATES'), id, NOW))).toBe(10);
    expect(await codeOf(() => viewTemplateUsage(allowed('VIEW_DISPATCHERS'), id, NOW))).toBe(10);
    expect(await codeOf(() => listTemplateSummaries(allowed('VIEW_TEMPLATES'), new URLSearchParams(), NOW))).toBe(10);
    expect(await codeOf(() => viewTemplateUsage(EVERYTHING, 'f'.repeat(24), NOW))).toBe(16);
    expect(await codeOf(() => getTemplate(allowed('VIEW_EVENTS'), id))).toBe(10);
  });
});

it('a change that would overwrite somebody else’s is refused, and changes nothing', async () => {
  const template = await create();
  await updateTemplate(EVERYTHING, template.id, { description: 'theirs' }, NOW + 1);
  const mine = { description: 'mine', updateTimestamp: template.updateTimestamp };
  expect(await refusalOf(() => updateTemplate(EVERYTHING, template.id, mine, NOW + 2))).toMatchObject({
    code: 27,
    status: 409,
  });
  expect(await getTemplate(EVERYTHING, template.id)).toMatchObject({ description: 'theirs' });
  await updateTemplate(EVERYTHING, template.id, { ...mine, updateTimestamp: NOW + 1 }, NOW + 3);
  expect(await getTemplate(EVERYTHING, template.id)).toMatchObject({ description: 'mine', updateTimestamp: NOW + 3 });
  await deleteTemplate(EVERYTHING, template.id);
  expect(await codeOf(() => updateTemplate(EVERYTHING, template.id, mine, NOW))).toBe(16);
});

const preview = (outputs: Record<string, string>, changes: Partial<TemplatePreviewInput> = {}, inputs?: object) =>
  previewTemplate(
    EVERYTHING,
    { template: { outputs, ...(inputs ? { inputs } : {}) }, values: { inputs: {} }, ...changes },
    NOW,
  );

describe('the preview of a draft', () => {
  it('renders each output for an event as the live engine does, and makes the text part', async () => {
    const id = await storeEvent(matchedEvent([], { type: 'greet', content: { name: 'Ada & Co' } }));
    const outputs = {
      subject: '{{@inputs.name}}: {{@inputs.event.type}}',
      body: '<p>{{@inputs.name}}</p>',
      note: '{{name}}',
    };
    expect(await preview(outputs, { values: { eventId: id } })).toEqual({
      outputs: { subject: 'Ada & Co: greet', body: '<p>Ada &amp; Co</p>', note: 'Ada &amp; Co' },
      madeText: 'Ada & Co',
      problems: [],
      keys: [],
    });
  });

  it('takes typed inputs, a language and a time zone, and says which texts the language lacks', async () => {
    const body = `{{t 'hello' name=@inputs.name}} {{t "only_en"}} {{#if @inputs.more}}{{t 'nowhere'}}{{/if}} {{t 'days' count=1}} {{datetime 0 timeStyle='short'}}`;
    const result = await preview(
      { body },
      { values: { inputs: { name: 'Ada' } }, language: 'nl-BE', timeZone: 'Asia/Tokyo' },
    );
    expect(result.outputs.body).toMatch(/^Dag Ada Only EN {2}1 dag 0?9:00/);
    expect(result.keys).toEqual([
      { key: 'hello', state: 'there' },
      { key: 'only_en', state: 'fallback' },
      { key: 'nowhere', state: 'missing' },
      { key: 'days', state: 'there' },
    ]);
  });

  it('shows what can be rendered beside what cannot, each mistake at its place', async () => {
    const outputs = { subject: 'Hi {{@inputs.name}}', body: 'a\n{{#if}}', text: "{{t 'nowhere'}}", other: 'fine' };
    const result = await preview(outputs, { values: { inputs: { age: 'x' } } }, { age: { type: 'number' } });
    expect(result.outputs).toEqual({ other: 'fine' });
    expect(result.problems).toMatchObject([
      { code: 'invalid_value', field: 'template.inputs', path: '@inputs.age' },
      { code: 'missing_path', field: 'template.subject', path: '@inputs.name', line: 1, column: 6 },
      { code: 'syntax', field: 'template.body', line: 2 },
      { code: 'missing_localization', field: 'template.text', message: expect.stringContaining('nowhere') },
    ]);
  });

  it('of a template that would work for hours ends soon, with a problem', async () => {
    const inputs = { list: Array.from({ length: 1_000 }, (_, index) => index) };
    const bomb = '{{#each @inputs.list}}{{#each @inputs.list}}{{#each @inputs.list}}x{{/each}}{{/each}}{{/each}}';
    const before = performance.now();
    const result = await preview({ subject: 'fine', body: bomb }, { values: { inputs } });
    expect(performance.now() - before).toBeLessThan(2_000);
    expect(result).toMatchObject({
      outputs: { subject: 'fine' },
      problems: [{ code: 'budget', field: 'template.body' }],
    });
  });

  it('is refused for an event that is not there, and for what is no draft', async () => {
    expect(await codeOf(() => preview({ a: 'x' }, { values: { eventId: 'f'.repeat(24) } }))).toBe(16);
    expect(await codeOf(() => preview({}))).toBe(15);
    expect(await codeOf(() => preview({ a: 'x' }, { language: 'not a code' }))).toBe(15);
    expect(await codeOf(() => preview({ a: 'x' }, { timeZone: 'Nowhere/Land' }))).toBe(15);
    expect(await codeOf(() => previewTemplate(allowed('VIEW_TEMPLATES'), {}, NOW))).toBe(10);
    expect(await codeOf(() => previewTemplate(allowed('VIEW_EVENTS'), {}, NOW))).toBe(10);
  });
});

describe('a test mail', () => {
  const draft = (outputs: Record<string, string> = { subject: 'Hi {{@inputs.name}}', body: '<p>x</p>' }) => ({
    name: 'welcome',
    template: { outputs },
    values: { inputs: { name: 'Ada' } },
  });

  it('goes to the one who asks and to nobody else, and says that it is captured', async () => {
    const woken = server.wakeUps();
    const sent = await sendTestMail(ada, { ...draft(), recipients: { to: ['eve@example.com'] } }, NOW);
    expect(sent).toMatchObject({ to: 'ada@example.com', fate: 'captured' });
    const [mail] = await findMails([sent.mailId]);
    expect(mail).toMatchObject({
      recipients: { to: ['ada@example.com'], cc: [], bcc: [] },
      subject: 'Hi Ada',
      html: '<p>x</p>',
      text: 'x',
      templateName: 'welcome',
      creatorId: ada.userId,
    });
    expect(mail?.templateId).toBeUndefined();
    expect(server.wakeUps()).toBe(woken + 1);
  });

  it('is refused for what cannot be rendered or is no mail, and to those who may not send', async () => {
    expect(await codeOf(() => sendTestMail(ada, draft({ subject: '{{@inputs.no}}', body: '' }), NOW))).toBe(1003);
    expect(await codeOf(() => sendTestMail(ada, draft({ subject: '{{#if}}', body: '' }), NOW))).toBe(1004);
    expect(await codeOf(() => sendTestMail(ada, draft({ message: 'x' }), NOW))).toBe(26);
    expect(await codeOf(() => sendTestMail(EVERYTHING, draft(), NOW))).toBe(26);
    expect(await codeOf(() => sendTestMail(allowed('VIEW_TEMPLATES', 'VIEW_EVENTS'), draft(), NOW))).toBe(10);
  });

  it('is refused after ten within a minute, until the minute is over', async () => {
    const at = NOW + 24 * HOUR_MS;
    for (let turn = 0; turn < 10; turn++) await sendTestMail(ada, draft(), at);
    const refusal = await refusalOf(() => sendTestMail(ada, draft(), at + 30_000));
    expect(refusal).toMatchObject({ code: 27, status: 429, headers: { 'retry-after': '30' } });
    await sendTestMail(ada, draft(), at + 60_000);
  });
});
