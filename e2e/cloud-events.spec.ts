import { expect, test } from '@playwright/test';
import { CloudEvent, HTTP } from 'cloudevents';
import { type Api, countEvents, request, sendEvent, signed, signIn } from './fixtures/api';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createTemplate } from './fixtures/factories';
import { type SmtpSink, startSmtpSink } from './fixtures/smtp-sink';
import { settled } from './fixtures/wait-for';

interface Receipt {
  id: string;
  runs: number;
  duplicate?: true;
}

let sink: SmtpSink;
let server: DispatchersServer;
let api: Api;

test.beforeAll(async () => {
  sink = await startSmtpSink();
  server = await startDispatchers({ env: { SMTP_URL: sink.url, MAIL_FROM: 'service@example.com' } });
  api = await signIn(server);
});
test.afterAll(async () => {
  await server?.stop();
  await sink?.stop();
  server?.cleanUp();
});

/** Mails `content.email` for every event of this type. */
async function mailFor(type: string): Promise<void> {
  const template = await createTemplate(api, { subject: '{{@inputs.event.type}} {{@inputs.number}}' });
  await createDispatcher(api, type, [
    { type: 'mail', recipients: { to: ['{{content.email}}'] }, templateName: template.name },
  ]);
}

function cloudEvent(type: string, number: number): CloudEvent<object> {
  const data = { email: `reader-${number}@example.com`, number, name: 'Reader' };
  return new CloudEvent({
    type,
    source: '/shop/orders',
    id: `${type}-${number}`,
    datacontenttype: 'application/json',
    data,
  });
}

/** POSTs what a sender made of its events, with a signature over the very bytes. */
async function deliver<Body>(headers: object, body: string) {
  return request<Body>(server.url, 'POST', '/webhooks/default', body, { ...headers, ...signed(body) });
}

function deliverBatch<Body = Receipt[]>(events: readonly unknown[]) {
  return deliver<Body>({ 'content-type': 'application/cloudevents-batch+json' }, JSON.stringify(events));
}

for (const mode of ['structured', 'binary'] as const) {
  test(`a CloudEvent in ${mode} mode is stored with its type and data, and what follows is done`, async () => {
    const type = `com.example.${mode}`;
    await mailFor(type);
    const event = cloudEvent(type, 7);
    const { headers, body } = HTTP[mode](event);

    const answer = await deliver<Receipt>(headers, String(body));

    expect(answer).toMatchObject({ status: 202, body: { runs: 1 } });
    await sink.waitFor((mails) => mails.some((mail) => mail.subject === `${type} 7`));
    const { event: stored } = await settled(api, answer.body.id);
    expect(stored).toMatchObject({ type, content: event.data, runs: { succeeded: 1 } });
    const again = await deliver<Receipt>(headers, String(body));
    expect(again).toMatchObject({ status: 200, body: { id: answer.body.id, duplicate: true } });
  });
}

test('a batch becomes as many events, runs and mails; sent again it is the same events', async () => {
  const type = 'com.example.batch';
  await mailFor(type);
  const events = Array.from({ length: 25 }, (_, number) => cloudEvent(type, number));

  const first = await deliverBatch(events);

  expect(first.status).toBe(202);
  expect(new Set(first.body.map((receipt) => receipt.id)).size).toBe(25);
  expect(first.body.every((receipt) => receipt.runs === 1 && receipt.duplicate === undefined)).toBe(true);
  for (const { id } of first.body) expect((await settled(api, id)).event.runs.succeeded).toBe(1);

  const second = await deliverBatch(events);
  expect(second.status).toBe(200);
  expect(second.body).toEqual(first.body.map((receipt) => ({ ...receipt, duplicate: true })));

  const third = await deliverBatch([...events, cloudEvent(type, 25)]);
  expect(third.status).toBe(202);
  expect(third.body.filter((receipt) => !receipt.duplicate)).toHaveLength(1);
  const mails = await sink.waitFor((all) => all.some((mail) => mail.subject === `${type} 25`));
  const subjects = mails.map((mail) => mail.subject).filter((subject) => subject.startsWith(type));
  expect(subjects.sort()).toEqual(Array.from({ length: 26 }, (_, n) => `${type} ${n}`).sort());
  expect(await countEvents(api, type)).toBe(26);
});

test('a batch with one bad event is refused as a whole, naming what is wrong', async () => {
  const type = 'com.example.bad_batch';
  const { source: _missing, ...withoutSource } = cloudEvent(type, 1).toJSON() as Record<string, unknown>;
  const answer = await deliverBatch<Record<string, unknown>>([cloudEvent(type, 0), withoutSource, cloudEvent(type, 2)]);

  expect(answer).toMatchObject({ status: 400, body: { code: 14, name: 'MISSING_REQUIRED_FIELDS_EXCEPTION' } });
  expect(answer.body.errors).toEqual([{ path: '[1].source', message: 'is required' }]);
  expect(await countEvents(api, type)).toBe(0);
});

test('the same CloudEvents id from another CloudEvents source is another event', async () => {
  const type = 'com.example.two_sources';
  const one = cloudEvent(type, 1);
  const answer = await deliverBatch([one, one.cloneWith({ source: '/shop/returns' }, false)]);
  expect(answer.body.map((receipt) => receipt.duplicate)).toEqual([undefined, undefined]);
  expect(await countEvents(api, type)).toBe(2);
});

test('a CloudEvent and a plain event do not shadow each other', async () => {
  const type = 'com.example.plain_too';
  const { headers, body } = HTTP.structured(cloudEvent(type, 1));
  expect((await deliver(headers, String(body))).status).toBe(202);
  expect((await sendEvent(server, { type, content: { number: 1 }, id: `${type}-1` })).status).toBe(202);
});
