import { expect, test } from '@playwright/test';
import type { ImportResult } from '@/lib/dispatchers/schema';
import type { ReplayResult } from '@/lib/replay/schema';
import type { BulkResult, MatchCount, Run, RunList } from '@/lib/runs/schema';
import type { Statistics } from '@/lib/statistics/schema';
import { type Api, sendEvent, signIn } from './fixtures/api';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createTemplate, uniqueName } from './fixtures/factories';
import { follow } from './fixtures/live-stream';
import { type SmtpSink, startSmtpSink } from './fixtures/smtp-sink';
import { settled, waitFor } from './fixtures/wait-for';

let sink: SmtpSink;
let server: DispatchersServer;
let api: Api;

test.beforeAll(async () => {
  sink = await startSmtpSink();
  server = await startDispatchers({ env: { SMTP_URL: sink.url, MAIL_FROM: 'Service <service@example.com>' } });
  api = await signIn(server);
});
test.afterAll(async () => {
  await server?.stop();
  await sink?.stop();
  server?.cleanUp();
});

/** A dispatcher that mails, with a template that misspells a variable. @returns the event type and the template's name. */
async function misspelt(): Promise<{ type: string; template: string; mend: () => Promise<void> }> {
  const type = uniqueName('account_closed');
  const { name } = await createTemplate(api, { subject: type, body: '<p>Dear {{@inputs.nmae}}</p>' });
  await createDispatcher(api, type, [
    { type: 'mail', name: 'Goodbye', recipients: { to: ['{{content.contact.email}}'] }, templateName: name },
  ]);
  const outputs = { subject: type, body: '<p>Dear {{@inputs.name}}</p>' };
  const mend = async () => {
    expect((await api.call('PUT', `/templates/v2/${name}`, { name, outputs })).status).toBe(200);
  };
  return { type, template: name, mend };
}

const content = (email: string) => ({ name: 'Ada', contact: { email } });
const list = async (query: string) => (await api.call<RunList>('GET', `/api/v1/runs?${query}`)).body;
const count = async (query: string) => (await api.call<MatchCount>('GET', `/api/v1/runs/count?${query}`)).body.count;

test('R-33: an operator finds a failed mail by an address in the event, mends the template, and retries it', async () => {
  const { type, mend } = await misspelt();
  const { body } = await sendEvent(server, { type, content: content('ada@wanted.example') });
  await sendEvent(server, { type, content: content('bob@other.example') });
  await settled(api, body.id);

  const { data } = await list('status=failed&like(content.contact.email,@wanted.example)');
  expect(data).toHaveLength(1);
  const [run] = data;
  expect(run).toMatchObject({ eventId: body.id, actionType: 'mail', problems: [{ code: 'missing_path' }] });
  expect(run?.reason).toContain('nmae');

  await mend();
  const retried = await api.call<Run>('POST', `/api/v1/runs/${run?.id}/retry`);
  expect(retried.status).toBe(200);
  // It may have been taken up before the answer is read.
  expect(['pending', 'running', 'succeeded']).toContain(retried.body.status);
  const [mail] = await sink.waitFor((mails) => mails.some(({ subject }) => subject === type));
  expect(mail?.envelope.to).toEqual(['ada@wanted.example']);
  expect(mail?.html).toContain('Dear Ada');
  const detail = await settled(api, body.id);
  expect(detail.runs).toMatchObject([{ status: 'succeeded', attempts: [{ number: 1, outcome: 'succeeded' }] }]);

  const again = await api.call('POST', `/api/v1/runs/${run?.id}/retry`);
  expect([again.status, again.body.code]).toEqual([400, 27]);
});

test('R-33: 300 failed runs are retried in bulk, part by part, and each mail arrives once', async () => {
  const { type, mend } = await misspelt();
  const addresses = Array.from({ length: 300 }, (_, n) => `user-${n}@bulk.example`);
  await Promise.all(addresses.map((address) => sendEvent(server, { type, content: content(address) })));
  const query = `status=failed&eventType=${type}`;
  await waitFor('all to fail', async () => ((await count(query)) === 300 ? true : undefined));
  await mend();

  const retry = async (body: object) => (await api.call<BulkResult>('POST', '/api/v1/runs/retry', body)).body;
  expect(await retry({ query, dryRun: true })).toEqual({ matched: 300, changed: 300, skipped: 0, reasons: {} });
  const first = await retry({ query, limit: 100 });
  expect(first).toMatchObject({ matched: 100, changed: 100, next: expect.any(String) });
  await waitFor('200 to be left', async () => ((await count(query)) === 200 ? true : undefined));
  const rest = await retry({ query, after: first.next });
  expect(rest).toEqual({ matched: 200, changed: 200, skipped: 0, reasons: {} });

  const mails = await sink.waitFor((all) => all.filter(({ subject }) => subject === type).length >= 300, 30_000);
  const arrived = mails.filter(({ subject }) => subject === type).flatMap(({ envelope }) => envelope.to);
  expect(arrived.sort()).toEqual(addresses.sort());
});

test('R-33: a replay sends again, under a new Message-ID, and can be done for all that match', async () => {
  const { type, mend } = await misspelt();
  await mend();
  const { body } = await sendEvent(server, { type, content: content('ada@replay.example') });
  await settled(api, body.id);
  const mailsOf = (least: number) =>
    sink
      .waitFor((all) => all.filter(({ subject }) => subject === type).length >= least)
      .then((all) => all.filter(({ subject }) => subject === type));

  const replayed = await api.call<ReplayResult>('POST', `/api/v1/events/${body.id}/replay`, {});
  expect(replayed.body).toMatchObject({ eventId: body.id, runs: [{ replay: 1 }] });
  expect(new Set((await mailsOf(2)).map(({ messageId }) => messageId)).size).toBe(2);

  const bulk = await api.call<BulkResult>('POST', '/api/v1/replay', { query: `type=${type}` });
  expect(bulk.body).toMatchObject({ matched: 1, changed: 1 });
  expect(new Set((await mailsOf(3)).map(({ messageId }) => messageId)).size).toBe(3);
  expect((await settled(api, body.id)).event.runs.succeeded).toBe(3);
});

test('the live stream announces an event within a second, then its runs', async () => {
  const stream = await follow(server, api.token);
  expect(await stream.next('ready')).toEqual({});
  const { type } = await misspelt();
  const sentAt = performance.now();
  const { body } = await sendEvent(server, { type, content: content('ada@live.example') });
  expect(await stream.next('event', ({ id }) => id === body.id)).toEqual({
    id: body.id,
    type,
    outcome: 'matched',
    runs: 1,
  });
  expect(performance.now() - sentAt).toBeLessThan(1_000);
  const run = await stream.next('run', ({ eventId }) => eventId === body.id);
  expect(run).toMatchObject({ eventId: body.id, status: 'failed' });
  await stream.leave();
});

test('the live stream ends with the token, and is closed to who may not see events', async () => {
  const mint = async (permission: string) => {
    const { body } = await api.call('POST', '/api/v1/tokens', { name: uniqueName('live'), permissions: [permission] });
    return { id: String(body.id), secret: String(body.secret) };
  };
  const closed = await fetch(`${server.url}/api/v1/live`, {
    headers: { authorization: `Bearer ${(await mint('VIEW_MAILS')).secret}` },
  });
  expect([closed.status, ((await closed.json()) as { code: number }).code]).toEqual([401, 10]);
  const { id, secret } = await mint('VIEW_EVENTS');
  const stream = await follow(server, secret);
  await stream.next('ready');
  expect((await api.call('DELETE', `/api/v1/tokens/${id}`)).status).toBe(200);
  await stream.ended(20_000);
});

test('streams that were left take no place: more than may be open at once can be opened one after the other', async () => {
  for (let opened = 0; opened < 520; opened += 20) {
    const streams = await Promise.all(Array.from({ length: 20 }, () => follow(server, api.token)));
    await Promise.all(streams.map((stream) => stream.next('ready')));
    await Promise.all(streams.map((stream) => stream.leave()));
  }
});

test('statistics name the dispatcher that waits in vain, and the event that nobody hears', async () => {
  const slip = uniqueName('subscription_renewd');
  const sent = slip.replace('renewd', 'renewed');
  const id = await createDispatcher(api, slip, [], { name: slip });
  await sendEvent(server, { type: sent });
  const { body } = await api.call<Statistics>('GET', `/api/v1/statistics?dispatcherIds=${id}`);
  expect(body.buckets.at(-1)?.events).toBeGreaterThan(0);
  expect(body.dispatchers).toMatchObject([{ id, failures24h: 0 }]);
  expect(body.neverFired.data.find((one) => one.id === id)?.suggestions).toContain(sent);
  expect(body.unheard.find((one) => one.type === sent)?.suggestions).toContain(slip);
});

test('what is exported is imported as it was, after a plan', async () => {
  const eventType = uniqueName('exported');
  const action = { type: 'task', name: 'Erase', functionName: 'erase', data: { id: '{{content.id}}' } };
  await createDispatcher(api, eventType, [action], { name: eventType, tags: ['EXH_CLI_MANAGED'] });
  const { body: file, headers } = await api.call('GET', '/api/v1/dispatchers/export');
  expect(headers.get('content-disposition')).toContain('dispatchers.json');
  const dispatchers = file.dispatchers as { name: string; description?: string }[];
  const exported = dispatchers.find(({ name }) => name === eventType);
  expect(exported).toEqual({ eventType, name: eventType, tags: ['EXH_CLI_MANAGED'], actions: [action] });
  const change = async (body: object) =>
    (await api.call<ImportResult>('POST', '/api/v1/dispatchers/import', body)).body;
  const wanted = { dispatchers: [{ ...exported, description: 'Known' }] };
  const expected = [{ act: 'update', name: eventType, changes: [{ path: 'description', to: 'Known' }] }];
  expect(await change({ ...wanted, dryRun: true })).toMatchObject({ applied: false, steps: expected });
  expect(await change(wanted)).toMatchObject({ applied: true, steps: expected });
  expect(await change(wanted)).toMatchObject({ steps: [{ act: 'unchanged', changes: [] }] });
});

test('a server with open live streams stops at once', async () => {
  const other = await startDispatchers();
  try {
    const stream = await follow(other, (await signIn(other)).token);
    await stream.next('ready');
    const startedAt = performance.now();
    expect(await other.stop()).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await stream.ended(1_000);
  } finally {
    await other.kill();
    other.cleanUp();
  }
});
