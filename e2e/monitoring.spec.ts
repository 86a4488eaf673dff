import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { type Api, request, sendEvent, signIn } from './fixtures/api';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createFunction, uniqueName } from './fixtures/factories';
import { settled, waitFor } from './fixtures/wait-for';

const QUICK_CODE = 'exports.handler = async () => 1;';
/** Longer than readiness may take to turn red. */
const WATCHED_FOR_MS = 15_000;
const ALERT_WITHIN_MS = 3_000;
const CHECKS = ['database', 'lock', 'migrations', 'disk', 'engine', 'backlog'];
/** A line of the text form of Prometheus, version 0.0.4. */
const LINE = /^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{(?:\w+="(?:[^"\\\n]|\\["\\n])*",?)*\})? -?[\d.e+-]+)$/;

let server: DispatchersServer;
let api: Api;
test.beforeAll(async () => {
  server = await startDispatchers();
  api = await signIn(server);
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

async function scrape(authorization?: string) {
  const response = await fetch(`${server.url}/metrics`, { headers: authorization ? { authorization } : {} });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

test('R-37 readiness is green with each check by its name', async () => {
  const { status, body } = await request(server.url, 'GET', '/ready');
  const checks = Object.fromEntries(CHECKS.map((name) => [name, { ok: true }]));
  expect({ status, body }).toEqual({ status: 200, body: { ready: true, reasons: [], checks } });
});

/** A server whose loop that plans hangs at the first event: whether and when it says so. */
async function watchHanging(fault: string) {
  const hanging = await startDispatchers({ env: { DISPATCHERS_FAULT: fault } });
  try {
    const type = uniqueName('hangs');
    const admin = await signIn(hanging);
    await createDispatcher(admin, type, [{ type: 'task', functionName: await createFunction(admin, QUICK_CODE) }]);
    await sendEvent(hanging, { type });
    const hangsSince = performance.now();
    const red = await waitFor('red', () => readRed(hanging), WATCHED_FOR_MS).catch(() => undefined);
    const redAfterMs = performance.now() - hangsSince;
    await delay(ALERT_WITHIN_MS);
    const alerts = hanging
      .output()
      .split('\n')
      .filter((line) => /"level":50,.*"loop":/.test(line));
    return { red, redAfterMs, alerts, taken: (await sendEvent(hanging, { type })).status };
  } finally {
    await hanging.kill();
    hanging.cleanUp();
  }
}

async function readRed({ url }: DispatchersServer) {
  const { status, body } = await request(url, 'GET', '/ready');
  return status === 503 ? body : undefined;
}

test('R-37 a loop that hangs turns readiness red within 10 s, the log names it, and events are still taken', async () => {
  const { red, redAfterMs, alerts, taken } = await watchHanging('dispatch-hangs');
  expect(red).toMatchObject({ ready: false, checks: { engine: { ok: false }, database: { ok: true } } });
  expect(redAfterMs).toBeLessThanOrEqual(10_000);
  expect(alerts).toEqual([expect.stringContaining('"loop":"dispatch"')]);
  expect(taken).toBe(202);
});

test('R-37 control: were it not the loop itself that gave the signs of life, nobody would see that it hangs', async () => {
  const { red, alerts } = await watchHanging('dispatch-hangs-unseen');
  expect({ red, alerts }).toEqual({ red: undefined, alerts: [] });
});

test('Prometheus reads the figures with a token that may do just that', async () => {
  const functionName = await createFunction(api, QUICK_CODE);
  const type = uniqueName('measured');
  await createDispatcher(api, type, [{ type: 'task', functionName }]);
  const { body: event } = await sendEvent(server, { type });
  await settled(api, event.id);

  const { body } = await api.call('POST', '/api/v1/tokens', { name: 'prometheus', permissions: ['VIEW_METRICS'] });
  const { status, type: contentType, text } = await scrape(`Bearer ${body.secret}`);
  expect(status).toBe(200);
  expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
  for (const line of text.trimEnd().split('\n')) expect(line).toMatch(LINE);
  expect(text).toContain('dispatchers_attempts_total{queue="tasks",outcome="succeeded"} 1\n');
  expect(text).toContain('dispatchers_intake_requests_total{status="202"} 1\n');
  expect(text).toContain('dispatchers_intake_duration_seconds_count 1\n');
  expect(text).toMatch(/^dispatchers_wal_bytes \d+$/m);
  expect(text).toMatch(/^dispatchers_disk_free_bytes \d+$/m);
  expect((await scrape()).status).toBe(401);
});

test('a request keeps its sane id, gets another for one that is not, and is told of it when it is refused', async () => {
  const ask = (path: string, id: string) => request(server.url, 'GET', path, undefined, { 'x-request-id': id });
  for (const path of ['/ready', '/events/v1', '/nowhere']) {
    expect((await ask(path, 'trace-42')).headers.get('x-request-id'), path).toBe('trace-42');
    expect((await ask(path, 'a b')).headers.get('x-request-id'), path).toMatch(/^[0-9a-f-]{36}$/);
  }
  const refused = await request(server.url, 'POST', '/webhooks/default', '{', { 'x-request-id': 'trace-43' });
  expect([refused.status, refused.headers.get('x-request-id')]).toEqual([401, 'trace-43']);
});
