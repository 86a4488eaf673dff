import { createOAuth2Client, rqlBuilder } from '@extrahorizon/javascript-sdk';
import { expect, test } from '@playwright/test';
import { request, signIn } from './fixtures/api';
import { ADMIN, CLIENT_ID, type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { type SmtpSink, startSmtpSink } from './fixtures/smtp-sink';
import { waitFor } from './fixtures/wait-for';

let sink: SmtpSink;
let server: DispatchersServer;
let exh: ReturnType<typeof createOAuth2Client>;
const awkward = 'a)b,c&d é "x"';

test.beforeAll(async () => {
  sink = await startSmtpSink();
  server = await startDispatchers({ env: { SMTP_URL: sink.url, MAIL_FROM: 'Service <service@example.com>' } });
  exh = createOAuth2Client({ host: server.url, clientId: CLIENT_ID });
  await exh.auth.authenticate({ username: ADMIN.email, password: ADMIN.password });
});
test.afterAll(async () => {
  await server?.stop();
  await sink?.stop();
  server?.cleanUp();
});

const arrived = async (subject: string) => {
  const messages = await sink.waitFor((list) => list.some((message) => message.subject === subject));
  return messages.find((message) => message.subject === subject);
};

test('a plain mail with an attachment reaches everybody, and the hidden ones stay hidden', async () => {
  const content = Buffer.from('col1;col2\n1;2\n');
  const mail = await exh.mails.send({
    recipients: { to: ['Ada <ada@example.com>'], cc: ['cc@example.com'], bcc: ['hidden@example.com'] },
    subject: awkward,
    body: '<p>See the <b>table</b></p>',
    replyTo: ['desk@example.com', 'Night desk <night@example.com>'],
    attachments: [{ name: 'table.csv', content: content.toString('base64'), type: 'text/csv' }],
  });
  expect(mail).toMatchObject({
    subject: awkward,
    views: 0,
    replyTo: ['desk@example.com', 'Night desk <night@example.com>'],
  });
  expect(mail.creationTimestamp).toBeInstanceOf(Date);
  const message = await arrived(awkward);
  expect(message?.envelope.to.toSorted()).toEqual(['ada@example.com', 'cc@example.com', 'hidden@example.com']);
  expect(message?.raw).not.toContain('hidden@example.com');
  expect(message).toMatchObject({
    replyTo: 'desk@example.com, "Night desk" <night@example.com>',
    text: 'See the table',
  });
  expect(message?.attachments[0]).toMatchObject({ name: 'table.csv', type: 'text/csv', content });
});

test('a template gets the content as its inputs, with the tracking hash; opening the mail is counted', async () => {
  const { id: templateId } = await exh.templatesV2.create({
    name: 'welcome',
    outputs: {
      subject: 'Welcome {{@inputs.first_name}}',
      body: '<img src="/mail/v1/{{@inputs.tracking_hash}}/open">Hi',
    },
  });
  const content = { first_name: 'Grace', customKey: 1, custom_key: 2 };
  const mail = await exh.mails.send({ recipients: { to: ['g@example.com'] }, templateName: 'welcome', content });
  expect(mail).toMatchObject({ templateId, templateName: 'welcome', language: 'EN' });
  const message = await arrived('Welcome Grace');
  const hash = /mail\/v1\/(\w+)\/open/.exec(message?.html ?? '')?.[1] ?? '';
  expect(await exh.mails.track(hash)).toMatchObject({ affectedRecords: 1 });
  const image = await fetch(`${server.url}/mail/v1/${hash}/open`, { headers: { accept: 'image/avif,image/*' } });
  expect(image.headers.get('content-type')).toBe('image/gif');
  expect(await exh.mails.findById(mail.id)).toMatchObject({ views: 2, content });
});

test('lists filter, count and page; what waits stands in the queue until it is removed', async () => {
  await sink.script({ refuse: [{ pattern: 'later@', code: 451 }] });
  const later = await exh.mails.send({ recipients: { to: ['later@example.com'] }, subject: 'later', body: 'x' });
  const queued = await waitFor('a refused mail in the queue', async () => {
    const { data } = await exh.mails.findOutbound({ rql: rqlBuilder().eq('subject', 'later').build() });
    return data[0];
  });
  expect(queued).toMatchObject({ id: later.id, to: ['later@example.com'], subject: 'later' });
  const api = await signIn(server);
  await waitFor('the mail to be removed', async () => {
    const answer = await api.call('DELETE', `/mail/v1/${later.id}`);
    return answer.status === 200 ? answer.body : undefined;
  });
  expect((await exh.mails.findOutbound()).data.map((mail) => mail.id)).not.toContain(later.id);

  expect(await exh.mails.findFirst({ rql: rqlBuilder().eq('subject', awkward).build() })).toMatchObject({
    subject: awkward,
  });
  for (let i = 0; i < 121; i++) {
    await exh.mails.send({ recipients: { to: [`n${i}@example.com`] }, subject: 'many', body: 'x' });
  }
  expect(await exh.mails.findAll({ rql: rqlBuilder().eq('subject', 'many').build() })).toHaveLength(121);
});

test('what is wrong comes as an error that names it, and nothing is sent', async () => {
  const send = (over: object) =>
    exh.mails.send({ recipients: { to: ['a@example.com'] }, subject: 'never', body: 'x', ...over });
  await expect(send({ recipients: { to: ['a@example.com\r\nBcc: b@example.com'] } })).rejects.toMatchObject({
    name: 'FIELD_FORMAT_EXCEPTION',
  });
  await expect(send({ recipients: { to: [] } })).rejects.toMatchObject({ name: 'FIELD_FORMAT_EXCEPTION' });
  await expect(
    send({ recipients: { to: Array.from({ length: 51 }, (_, i) => `r${i}@example.com`) } }),
  ).rejects.toMatchObject({ name: 'FIELD_FORMAT_EXCEPTION' });
  await expect(send({ subject: 'a\nb' })).rejects.toMatchObject({ name: 'FIELD_FORMAT_EXCEPTION' });
  const unknown = exh.mails.send({ recipients: { to: ['a@example.com'] }, templateName: 'nowhere', content: {} });
  await expect(unknown).rejects.toMatchObject({ name: 'RESOURCE_UNKNOWN_EXCEPTION' });
  expect((await request(server.url, 'POST', '/mail/v1/', {})).status).toBe(401);
  expect((await exh.mails.find({ rql: rqlBuilder().eq('subject', 'never').build() })).data).toEqual([]);
  expect(await exh.mails.health()).toBe(true);
});
