import { expect, test } from '@playwright/test';
import { Pool } from 'undici';
import { type Api, countEvents, request, sendEvent, signed, signIn, tasksOf } from './fixtures/api';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createFunction, createTemplate, uniqueName } from './fixtures/factories';
import { type SmtpSink, startSmtpSink } from './fixtures/smtp-sink';
import { settled } from './fixtures/wait-for';

interface Receipt {
  id: string;
  runs?: number;
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

/** An event type with a dispatcher that sends one mail, whose subject is the type. */
async function mailedType(): Promise<string> {
  const type = uniqueName('once');
  const template = await createTemplate(api, { subject: '{{@inputs.event.type}}', body: '<p>Hello</p>' });
  await createDispatcher(api, type, [
    { type: 'mail', recipients: { to: ['reader@example.com'] }, templateName: template.name },
  ]);
  return type;
}

/** After these events have settled: one mail for each, and not one more. */
async function expectOneMailEach(type: string, eventIds: readonly string[]): Promise<void> {
  for (const id of eventIds) expect((await settled(api, id)).event.runs.succeeded).toBe(1);
  const mails = (await sink.allMessages()).filter((mail) => mail.subject === type);
  expect(mails).toHaveLength(eventIds.length);
  expect(await countEvents(api, type)).toBe(eventIds.length);
}

/** POSTs to the webhook with a bearer token and without a signature. */
function postWithToken(body: object, headers: Record<string, string> = {}) {
  const authorization = `Bearer ${api.token}`;
  return request<Receipt>(server.url, 'POST', '/webhooks/default', body, { authorization, ...headers });
}

/** POSTs to the events API. */
function postToApi(body: object, headers: Record<string, string> = {}) {
  const authorization = `Bearer ${api.token}`;
  return request<Receipt>(server.url, 'POST', '/events/v1/', body, { authorization, ...headers });
}

test('R-10: one webhook-id a hundred times at once, over two connections, is one event and one mail', async () => {
  const type = await mailedType();
  const body = JSON.stringify({ type, content: { n: 1 } });
  const headers = signed(body);
  const twoConnections = new Pool(server.url, { connections: 2, pipelining: 50 });
  const answers = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const path = '/webhooks/default';
      const answer = await twoConnections.request({ path, method: 'POST', body, headers });
      return { status: answer.statusCode, body: (await answer.body.json()) as Receipt };
    }),
  );
  await twoConnections.close();

  const first = answers.filter((answer) => answer.status === 202);
  const repeated = answers.filter((answer) => answer.status === 200);
  expect([first.length, repeated.length]).toEqual([1, 99]);
  const id = first[0]?.body.id ?? '';
  for (const answer of repeated) expect(answer.body).toEqual({ id, runs: 1, duplicate: true });
  await expectOneMailEach(type, [id]);

  const later = JSON.stringify({ content: { n: 1 }, type });
  const answer = await request<Receipt>(
    server.url,
    'POST',
    '/webhooks/default',
    later,
    signed(later, { id: headers['webhook-id'], at: new Date(Date.now() + 60_000) }),
  );
  expect(answer, 'signed anew, with its keys in another order').toMatchObject({ status: 200, body: { id } });
});

test('R-10 control: a server that forgets keys makes an event of each', async () => {
  const forgetful = await startDispatchers({ env: { DISPATCHERS_FAULT: 'no-dedup' } });
  try {
    const event = { type: uniqueName('twice'), content: { n: 1 } };
    const posts = Array.from({ length: 10 }, () => sendEvent(forgetful, event, { id: 'the same' }));
    const answers = await Promise.all(posts);
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(202));
    expect(await countEvents(await signIn(forgetful), event.type)).toBe(10);
  } finally {
    await forgetful.kill();
    forgetful.cleanUp();
  }
});

test('R-10: an Idempotency-Key makes a post the same event when it comes again', async () => {
  const type = await mailedType();
  const key = { 'idempotency-key': uniqueName('key') };
  const first = await postWithToken({ type, content: { n: 1 } }, key);
  const again = await postWithToken({ type, content: { n: 1 } }, key);
  expect(first).toMatchObject({ status: 202, body: { runs: 1 } });
  expect(again).toMatchObject({ status: 200, body: { id: first.body.id, duplicate: true } });
  await expectOneMailEach(type, [first.body.id]);
});

test('R-10: an id in the body makes a post the same event when it comes again', async () => {
  const type = await mailedType();
  const event = { type, content: { n: 1 }, id: uniqueName('own-id') };
  const first = await postWithToken(event);
  const again = await postWithToken(event);
  expect([first.status, again.status]).toEqual([202, 200]);
  expect(again.body).toEqual({ id: first.body.id, runs: 1, duplicate: true });
  await expectOneMailEach(type, [first.body.id]);
});

test('without any key every post is a new event', async () => {
  const type = await mailedType();
  const answers = [await postWithToken({ type }), await postWithToken({ type })];
  expect(answers.map((answer) => answer.status)).toEqual([202, 202]);
  await expectOneMailEach(
    type,
    answers.map((answer) => answer.body.id),
  );
});

test('R-10: the same id through another source is another event', async () => {
  const type = await mailedType();
  const event = { type, content: { n: 1 }, id: uniqueName('shared-id') };
  const viaWebhook = await postWithToken(event);
  const viaApi = await postToApi(event);
  expect([viaWebhook.status, viaApi.status]).toEqual([202, 200]);
  expect(viaApi.body.duplicate).toBeUndefined();
  expect(viaApi.body.id).not.toBe(viaWebhook.body.id);
  expect((await postToApi(event)).body.id).toBe(viaApi.body.id);
  await expectOneMailEach(type, [viaWebhook.body.id, viaApi.body.id]);
});

test('R-10: the same id with another body is refused, and the first event stays as it was', async () => {
  const type = await mailedType();
  const id = uniqueName('conflict');
  const first = await postWithToken({ type, content: { n: 1 }, id });
  for (const post of [postWithToken, postToApi]) {
    if (post === postToApi) await post({ type, content: { n: 1 }, id });
    const other = await post({ type, content: { n: 2 }, id });
    expect(other).toMatchObject({ status: 422, body: { code: 26, name: 'ILLEGAL_ARGUMENT_EXCEPTION' } });
  }
  expect((await settled(api, first.body.id)).event.content).toEqual({ n: 1 });
  expect(await countEvents(api, type)).toBe(2);
});

test('R-10: a task and a mail are made once for their Idempotency-Key', async () => {
  const functionName = await createFunction(api, 'exports.handler = async () => 1;');
  const mail = { recipients: { to: ['reader@example.com'] }, subject: uniqueName('once'), body: '<p>Hello</p>' };
  const requests = [
    { path: '/tasks/v1/', body: { functionName }, other: { functionName, data: { n: 2 } } },
    { path: '/mail/v1/', body: mail, other: { ...mail, body: '<p>Other</p>' } },
  ];
  for (const { path, body, other } of requests) {
    const headers = { authorization: `Bearer ${api.token}`, 'idempotency-key': uniqueName('key') };
    const post = (what: object) => request<Receipt>(server.url, 'POST', path, what, headers);
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(body)));
    expect(new Set(answers.map((answer) => answer.body.id)).size, path).toBe(1);
    expect(
      answers.filter((answer) => answer.body.duplicate),
      path,
    ).toHaveLength(19);
    expect(
      answers.filter((answer) => answer.status !== 200),
      path,
    ).toEqual([]);
    expect(await post(other), path).toMatchObject({ status: 422, body: { code: 26 } });
  }
  expect(await tasksOf(api, functionName)).toHaveLength(1);
  await sink.waitFor((mails) => mails.some(({ subject }) => subject === mail.subject));
  expect((await sink.allMessages()).filter(({ subject }) => subject === mail.subject)).toHaveLength(1);
});

test('R-10: an event is still known after a restart', async () => {
  const type = await mailedType();
  const id = uniqueName('kept');
  const first = await sendEvent(server, { type, content: {} }, { id });
  await server.stop();
  server = await startDispatchers(server.options);
  api = await signIn(server);
  const again = await sendEvent(server, { type, content: {} }, { id });
  expect(again).toMatchObject({ status: 200, body: { id: first.body.id, duplicate: true } });
  await expectOneMailEach(type, [first.body.id]);
});
