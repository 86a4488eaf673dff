import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listMailRecipients } from '@/db/mails';
import { claimMails, pick, uniqueName } from '@/db/testing';
import {
  allowed,
  EVERYTHING,
  NOTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { createTemplate } from '@/lib/templates/create';
import { updateTemplate } from '@/lib/templates/update';
import { sendMail } from './send-mail';
import { deleteMail, listMails, listQueuedMails, openMail } from './view-mails';

const NOW = Date.UTC(2026, 4, 17, 12);
const PLAIN = { recipients: { to: ['a@one.test'] }, subject: 'Hi', body: '<p>Hi &amp; bye</p>' };

let server: PrivateServer;
beforeAll(async () => {
  server = await startPrivateServer({ MAIL_FROM: 'Service <service@example.com>' });
});
afterAll(() => server.close());

const send = (over: object = {}) => sendMail(EVERYTHING, { ...PLAIN, ...over }, NOW);
const template = (outputs: Record<string, string>) =>
  createTemplate(EVERYTHING, { name: uniqueName('template'), outputs }, NOW);
const mailTemplate = () =>
  template({ subject: 'For {{@inputs.name}}', body: '<b>{{@inputs.name}}</b> {{@inputs.tracking_hash}}' });
const fromTemplate = (over: object) => sendMail(EVERYTHING, { recipients: PLAIN.recipients, ...over }, NOW);
const total = async () => (await listMails(EVERYTHING, 'limit(1)')).page.total;

describe('a plain mail', () => {
  it('is stored as queued, with a text part, from the configured sender, and the engine is told', async () => {
    const wakeUps = server.wakeUps();
    expect(await send()).toMatchObject({
      status: 'queued',
      from: 'Service <service@example.com>',
      recipients: { to: ['a@one.test'], cc: [], bcc: [] },
      subject: 'Hi',
      html: PLAIN.body,
      text: 'Hi & bye',
      views: 0,
    });
    expect(server.wakeUps()).toBe(wakeUps + 1);
  });

  it('goes to each address once, whatever name it comes with', async () => {
    const recipients = { to: ['Ada <a@one.test>'], cc: ['A@ONE.test', 'b@two.test'], bcc: ['b@two.test'] };
    const mail = await send({ recipients });
    expect(mail.recipients).toEqual({ to: ['Ada <a@one.test>'], cc: ['b@two.test'], bcc: [] });
    expect((await listMailRecipients(mail.id)).map((one) => one.address)).toEqual(['a@one.test', 'b@two.test']);
  });

  it('takes its sender, addresses to reply to, and files of any bytes', async () => {
    const content = Buffer.from([0, 255, 13, 10]);
    const attachments = [{ name: 'é "x".bin', content: content.toString('base64') }];
    const mail = await send({ from: 'Desk <desk@one.test>', reply_to: ['x@one.test', 'Y <y@one.test>'], attachments });
    expect(mail).toMatchObject({ from: 'Desk <desk@one.test>', replyTo: ['x@one.test', 'Y <y@one.test>'] });
    const claimed = (await claimMails(pick({ now: NOW }))).items.find((one) => one.mail.id === mail.id);
    expect(claimed?.attachments).toEqual([{ name: 'é "x".bin', type: undefined, content }]);
  });
});

describe('a mail from a template', () => {
  it('has the content as its inputs, with the tracking hash added', async () => {
    const { id, name } = await mailTemplate();
    for (const reference of [{ template_id: id }, { template_name: name }]) {
      const mail = await fromTemplate({ ...reference, content: { name: '<Ada>' }, language: 'NL' });
      expect(mail).toMatchObject({ templateId: id, templateName: name, subject: 'For <Ada>', language: 'NL' });
      expect(mail.html).toBe(`<b>&lt;Ada&gt;</b> ${mail.trackingHash}`);
      expect(mail.content).toEqual({ name: '<Ada>' });
    }
  });

  it.each([
    [16, { template_name: 'nowhere' }],
    [15, { template_id: 'a'.repeat(24), template_name: 'both' }],
    [15, { template_name: 'welcome', subject: 'its own' }],
    [15, { template_name: 'welcome', language: 'not a language' }],
    [15, { template_name: 'welcome', time_zone: 'Mars/Olympus' }],
  ])('is refused with %i for %j', async (code, over) => {
    expect(await refusalOf(() => fromTemplate(over))).toMatchObject({ code });
  });

  it('is refused when its inputs do not fill it, make a subject of two lines, or are for no mail', async () => {
    const { name } = await mailTemplate();
    const codeOf = async (over: object) => (await refusalOf(() => fromTemplate(over))).code;
    expect(await codeOf({ template_name: name, content: {} })).toBe(1003);
    expect(await codeOf({ template_name: name, content: { name: 'a\nb' } })).toBe(1003);
    expect(await codeOf({ template_name: (await template({ body: 'x' })).name })).toBe(26);
  });
});

describe('R-10: a mail with an Idempotency-Key', () => {
  const caller = { ...EVERYTHING, userId: 'a'.repeat(24) };

  it('is sent once, however often its request comes, also when its template has changed since', async () => {
    const { id } = await mailTemplate();
    const body = { recipients: PLAIN.recipients, template_id: id, content: { name: 'Ada' } };
    const before = Number(await total());
    const send = () => sendMail(caller, body, NOW, 'same');
    const answers = await Promise.all(Array.from({ length: 20 }, send));
    await updateTemplate(EVERYTHING, id, { outputs: { subject: '{{@inputs.missing}}', body: '' } }, NOW);
    answers.push(await send());
    expect(new Set(answers.map((mail) => mail.id)).size).toBe(1);
    expect(answers.map((mail) => mail.duplicate)).toEqual([undefined, ...Array(20).fill(true)]);
    expect(await total()).toBe(before + 1);
  });

  it('is refused under the key of another one, and under that of one that has been removed', async () => {
    const { id } = await sendMail(caller, PLAIN, NOW, 'taken');
    const refusal = { code: 26, status: 422, message: expect.stringContaining(id) };
    expect(await refusalOf(() => sendMail(caller, { ...PLAIN, subject: 'Other' }, NOW, 'taken'))).toMatchObject(
      refusal,
    );
    await deleteMail(EVERYTHING, id, NOW);
    expect(await refusalOf(() => sendMail(caller, PLAIN, NOW, 'taken'))).toMatchObject(refusal);
  });
});

describe('what cannot be sent', () => {
  const many = Array.from({ length: 51 }, (_, index) => `r${index}@one.test`);
  it.each([
    ['subject', 14, { subject: undefined }],
    ['recipients', 14, { recipients: undefined }],
    ['recipients.to', 15, { recipients: { to: [] } }],
    ['recipients.to', 15, { recipients: { to: many } }],
    ['recipients', 15, { recipients: { to: many.slice(0, 26), bcc: many.slice(25) } }],
    ['recipients.cc[1]', 15, { recipients: { to: ['a@one.test'], cc: ['b@one.test', 'b@one.test, c@one.test'] } }],
    ['recipients.to[0]', 15, { recipients: { to: ['a@one.test\r\nBcc: b@one.test'] } }],
    ['from', 15, { from: 'nobody' }],
    ['reply_to[0]', 15, { reply_to: 'x@one.test\n' }],
    ['subject', 15, { subject: 'a\nb' }],
    ['attachments[0].name', 15, { attachments: [{ name: 'a\r\nb', content: '' }] }],
    ['attachments[0].type', 15, { attachments: [{ name: 'a', content: '', type: 'text' }] }],
    ['attachments[0].content', 15, { attachments: [{ name: 'a', content: 'no base64!' }] }],
    ['body', 15, { body: '<b>'.repeat(5_000) }],
  ])('is refused with its place, %s (%i), and nothing is stored', async (path, code, over) => {
    const before = await total();
    const refusal = await refusalOf(() => send(over));
    expect(refusal).toMatchObject({ code, errors: [{ path }] });
    expect(await total()).toBe(before);
  });

  it('is a mail of more than 10 MB', async () => {
    const half = { name: 'half', content: Buffer.alloc(5 * 1024 * 1024).toString('base64') };
    expect(await send({ body: '', attachments: [half, half] })).toMatchObject({ status: 'queued' });
    expect(await refusalOf(() => send({ body: 'x', attachments: [half, half] }))).toMatchObject({
      code: 15,
      errors: [{ path: 'attachments' }],
    });
  });
});

describe('the lists of mails', () => {
  it('find by recipient, list in a list and content', async () => {
    const address = `${uniqueName('r')}@one.test`;
    const { id } = await send({ recipients: { to: ['x@one.test'], bcc: [address] } });
    const found = async (query: string) => (await listMails(EVERYTHING, query)).data.map((mail) => mail.id);
    expect(await found(`eq(recipients.bcc,${encodeURIComponent(address)})`)).toEqual([id]);
    expect(await found(`eq(recipients.to,${encodeURIComponent(address)})`)).toEqual([]);
    const queued = await listQueuedMails(EVERYTHING, `eq(bcc,${encodeURIComponent(address)})`);
    expect(queued.data.map((mail) => mail.id)).toEqual([id]);
    expect((await refusalOf(() => listMails(EVERYTHING, 'eq(claim_token,x)'))).code).toBe(19);
  });
});

describe('a stored mail', () => {
  it('counts how often it was opened; an unknown hash counts nothing', async () => {
    const { id, trackingHash } = await send();
    expect([await openMail(trackingHash), await openMail(trackingHash), await openMail('nobody')]).toEqual([1, 1, 0]);
    expect((await listMails(EVERYTHING, `eq(id,${id})`)).data).toMatchObject([{ views: 2 }]);
  });

  it('is removed once, and never while it is being sent', async () => {
    const { id } = await send();
    expect(await deleteMail(EVERYTHING, id, NOW)).toBe(1);
    expect(await refusalOf(() => deleteMail(EVERYTHING, id, NOW))).toMatchObject({ code: 16 });
    const sending = await send();
    await claimMails(pick({ now: NOW }));
    expect(await refusalOf(() => deleteMail(EVERYTHING, sending.id, NOW))).toMatchObject({ code: 27 });
  });
});

it('each act needs its own permission', async () => {
  const refused = [
    () => sendMail(allowed('VIEW_MAILS', 'DELETE_MAILS'), PLAIN, NOW),
    () => listMails(allowed('SEND_MAILS'), ''),
    () => listQueuedMails(allowed('SEND_MAILS'), ''),
    () => deleteMail(NOTHING, 'a'.repeat(24), NOW),
  ];
  for (const act of refused) expect((await refusalOf(act)).code).toBe(10);
});
