import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { Webhook } from 'standardwebhooks';
import { type Api, sendEvent, signIn, tasksOf } from './fixtures/api';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createHttpFunction, createTask } from './fixtures/factories';
import { answer, type HttpSink, type SinkRequest, startHttpSink } from './fixtures/http-sink';
import { ended, settled, waitFor } from './fixtures/wait-for';

const TLS = path.join('e2e', 'fixtures', 'tls');

let sink: HttpSink;
let server: DispatchersServer;
let api: Api;

test.beforeAll(async () => {
  const NODE_EXTRA_CA_CERTS = path.join(TLS, 'authority.pem');
  server = await startDispatchers({ env: { ALLOW_PRIVATE_TARGETS: '127.0.0.1', NODE_EXTRA_CA_CERTS } });
  api = await signIn(server);
});
test.beforeEach(async () => {
  sink = await startHttpSink();
});
test.afterEach(async () => {
  await sink.close();
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

/** The body, once the reference library has found its signature right. @throws when it is not. */
function verified(call: SinkRequest, secret: string): Record<string, unknown> {
  const headers = Object.fromEntries(Object.entries(call.headers).map(([name, value]) => [name, String(value)]));
  return new Webhook(secret).verify(call.body.toString('utf8'), headers) as Record<string, unknown>;
}

test('an event calls the function by a POST that an independent library verifies', async () => {
  sink.setBehaviour(answer(200, { stored: true }));
  const { name, secret } = await createHttpFunction(api, `${sink.url}/hooks/shop?tenant=7`);
  await createDispatcher(api, 'order_paid', [
    {
      type: 'task',
      functionName: name,
      data: { orderId: '{{content.id}}', total: '{{content.total}}' },
      tags: ['shop'],
    },
  ]);
  const content = { id: 'o-1', total: 12.5, note: 'café ☕' };
  const { body: event } = await sendEvent(server, { type: 'order_paid', content });

  const call = await sink.waitFor(1);
  expect(call).toMatchObject({ method: 'POST', path: '/hooks/shop?tenant=7' });
  const body = verified(call, secret);
  expect(() => verified({ ...call, body: Buffer.concat([call.body, Buffer.from(' ')]) }, secret)).toThrow();

  const [run] = (await settled(api, event.id)).runs;
  expect(run).toMatchObject({ status: 'succeeded', task: { status: 'complete', result: { stored: true } } });
  expect(body).toMatchObject({
    id: run?.task?.id,
    functionName: name,
    tags: ['shop'],
    data: { orderId: 'o-1', total: 12.5, event: { id: event.id, type: 'order_paid', content } },
    meta: { attempt: 1, idempotencyKey: run?.task?.idempotencyKey },
  });
  expect(call.headers).toMatchObject({
    'content-type': 'application/json',
    'webhook-id': run?.task?.idempotencyKey,
    'idempotency-key': run?.task?.idempotencyKey,
    'x-attempt': '1',
  });
  expect(run?.task?.logs.map((line) => line.message).join('\n')).toMatch(/answered 200 in \d+ ms/);
  expect(sink.requests).toHaveLength(1);
});

test('R-22: a 500 is tried again as a linked new task under the same key, and the run succeeds', async () => {
  sink.setBehaviour((call, response) => {
    const first = call.headers['x-attempt'] === '1';
    answer(first ? 500 : 200, first ? 'database is away' : { ok: true })(call, response);
  });
  const { name, secret } = await createHttpFunction(api, sink.url, {
    retryPolicy: { enabled: true, errorsToRetry: [] },
  });
  await createDispatcher(api, 'order_flaky', [{ type: 'task', functionName: name, data: { n: 1 }, priority: 3 }]);
  const { body: event } = await sendEvent(server, { type: 'order_flaky' });

  const { runs } = await settled(api, event.id);
  const [failed, retry] = await tasksOf(api, name);
  expect(failed).toMatchObject({ status: 'retried', retriedByTaskId: retry?.id, priority: 3 });
  expect(failed?.error).toEqual({
    type: 'runtime',
    name: 'Http500',
    message: 'The function answered 500 Internal Server Error: database is away',
  });
  expect(retry).toMatchObject({ status: 'complete', retryForTaskIds: [failed?.id], data: failed?.data, priority: 3 });
  expect(runs[0]).toMatchObject({ status: 'succeeded', task: { id: retry?.id } });
  expect(runs[0]?.attempts.map((attempt) => attempt.outcome)).toEqual(['failed', 'succeeded']);

  expect(sink.requests.map((call) => call.headers['x-attempt'])).toEqual(['1', '2']);
  expect(new Set(sink.requests.map((call) => call.headers['webhook-id'])).size).toBe(1);
  expect(new Set(sink.requests.map((call) => call.headers['idempotency-key'])).size).toBe(1);
  for (const call of sink.requests) verified(call, secret);
  const [one, two] = sink.requests.map((call) => call.receivedAt);
  expect((two ?? 0) - (one ?? 0)).toBeGreaterThanOrEqual(2_000);
});

test('R-22: a 410 fails the run for good and disables the function', async () => {
  sink.setBehaviour(answer(410));
  const { name } = await createHttpFunction(api, sink.url, { retryPolicy: { enabled: true, errorsToRetry: [] } });
  await createDispatcher(api, 'partner_left', [{ type: 'task', functionName: name }]);
  const { body: event } = await sendEvent(server, { type: 'partner_left' });

  const [run] = (await settled(api, event.id)).runs;
  expect(run).toMatchObject({ status: 'failed', task: { status: 'failed', error: { name: 'Http410' } } });
  expect(run?.reason).toContain('410 Gone');
  await waitFor('the function to be disabled', async () => {
    const { body } = await api.call('GET', `/tasks/v1/functions/${name}`);
    return body.enabled === false ? true : undefined;
  });
  const next = await createTask(api, { functionName: name });
  expect((await ended(api, next.id)).error?.message).toBe(`The function '${name}' is disabled`);
  expect(sink.requests).toHaveLength(1);

  sink.setBehaviour(answer(204));
  expect((await api.call('POST', `/tasks/v1/functions/${name}/enable`)).status).toBe(200);
  const last = await createTask(api, { functionName: name });
  expect((await ended(api, last.id)).status).toBe('complete');
});

test('R-22: a function can refuse to be tried again', async () => {
  sink.setBehaviour(answer(422, { retry: false, why: 'no such order' }));
  const { name } = await createHttpFunction(api, sink.url, { retryPolicy: { enabled: true, errorsToRetry: [] } });
  const task = await createTask(api, { functionName: name });
  const failed = await ended(api, task.id);
  expect(failed).toMatchObject({ status: 'failed', error: { name: 'Http422' } });
  expect(failed.error?.message).toContain('no such order');
  expect(sink.requests).toHaveLength(1);
});

test('R-22: a redirect is not followed', async () => {
  sink.setBehaviour((call, response) => {
    if (call.path === '/moved') response.writeHead(307, { location: `${sink.url}/elsewhere`, 'x-no-retry': '1' }).end();
    else response.writeHead(200).end();
  });
  const { name } = await createHttpFunction(api, `${sink.url}/moved`);
  const failed = await ended(api, (await createTask(api, { functionName: name })).id);
  expect(failed.error?.message).toContain('redirects are not followed');
  expect(sink.requests.map((call) => call.path)).toEqual(['/moved']);
});

test('R-22: over TLS nothing is sent to who cannot show a certificate that is valid now and for this host', async () => {
  const attempt = async (certificate: string) => {
    let requests = 0;
    const files = {
      cert: readFileSync(path.join(TLS, certificate)),
      key: readFileSync(path.join(TLS, 'server-key.pem')),
    };
    const target = createServer(files, (_request, response) => {
      requests++;
      response.writeHead(204).end();
    }).listen(0, '127.0.0.1');
    await once(target, 'listening');
    const { name } = await createHttpFunction(api, `https://127.0.0.1:${(target.address() as AddressInfo).port}`);
    const { id } = await createTask(api, { functionName: name });
    const task = await waitFor('the first attempt', async () =>
      (await tasksOf(api, name)).find((one) => one.id === id && !['new', 'inProgress'].includes(one.status)),
    );
    target.close();
    target.closeAllConnections();
    return { status: task.status, error: task.error?.name, requests };
  };
  expect(await attempt('valid.pem')).toEqual({ status: 'complete', error: undefined, requests: 1 });
  expect(await attempt('expired.pem')).toEqual({ status: 'retried', error: 'CERT_HAS_EXPIRED', requests: 0 });
  const otherHost = { status: 'retried', error: 'ERR_TLS_CERT_ALTNAME_INVALID', requests: 0 };
  expect(await attempt('other-host.pem')).toEqual(otherHost);
});

test('no request leaves for an address that is not allowed', async () => {
  const port = new URL(sink.url).port;
  for (const host of ['127.0.0.2', '[::1]', '169.254.169.254', '0.0.0.0']) {
    const url = `http://${host}:${port}/`;
    const created = await api.call('POST', '/tasks/v1/functions', {
      name: `reach-${host.replace(/\W+/g, '-')}`,
      kind: 'http',
      http: { url },
    });
    if (created.status !== 200) {
      expect(created.status, `${url}: ${JSON.stringify(created.body)}`).toBe(400);
      continue;
    }
    const failed = await ended(api, (await createTask(api, { functionName: String(created.body.name) })).id);
    expect(failed.error).toMatchObject({ type: 'invocation', name: 'TargetNotAllowed' });
  }
  expect(sink.requests).toHaveLength(0);
});
