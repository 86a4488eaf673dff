import { expect, test } from '@playwright/test';
import { type Api, sendEvent, signed, signIn } from './fixtures/api';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { ask, postToWebhook, type RefusedCase, testRefusals } from './fixtures/refused-cases';

const OTHER_SECRET = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX';
const MINUTE_MS = 60_000;

let server: DispatchersServer;
let api: Api;
/** May view events, and nothing else. */
let viewerToken: string;

test.beforeAll(async () => {
  server = await startDispatchers();
  api = await signIn(server);
  const created = await api.call('POST', '/api/v1/tokens', { name: 'viewer', permissions: ['VIEW_EVENTS'] });
  viewerToken = String(created.body.secret);
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

const webhook = (body: string | Buffer, headers?: Record<string, string>, source?: string) =>
  postToWebhook(server, body, headers, source);
const event = () => JSON.stringify({ type: 'bad_input', content: {} });
const signedAt = (offsetMs: number) => webhook(event(), signed(event(), { at: new Date(Date.now() + offsetMs) }));
const withToken = (token: string, method: string, path: string, body?: unknown) =>
  ask(server, method, path, body, token);
const anonymous = (method: string, path: string, body?: unknown) => ask(server, method, path, body);

function without(header: string) {
  const { [header]: _left, ...headers } = signed(event());
  return webhook(event(), headers);
}

const CASES: RefusedCase[] = [
  { title: 'no credentials', send: () => webhook(event(), {}), status: 401, code: 104 },
  {
    title: 'no credentials at the events API',
    send: () => anonymous('POST', '/events/v1/', { type: 'a' }),
    status: 401,
    code: 104,
  },
  {
    title: 'no credentials at another service',
    send: () => anonymous('GET', '/dispatchers/v1/'),
    status: 401,
    code: 104,
  },
  {
    title: 'a signature with another secret',
    send: () => webhook(event(), signed(event(), { secret: OTHER_SECRET })),
    status: 401,
    code: 104,
  },
  {
    title: 'a signature over other bytes',
    send: () => webhook(`${event()} `, signed(event())),
    status: 401,
    code: 104,
  },
  {
    title: 'a signature that is none',
    send: () => webhook(event(), { ...signed(event()), 'webhook-signature': 'v1,%%%' }),
    status: 401,
    code: 104,
  },
  { title: 'a signature of 6 minutes ago', send: () => signedAt(-6 * MINUTE_MS), status: 401, code: 104, says: /old/ },
  {
    title: 'a signature of 6 minutes from now',
    send: () => signedAt(6 * MINUTE_MS),
    status: 401,
    code: 104,
    says: /new/,
  },
  { title: 'no webhook-id', send: () => without('webhook-id'), status: 401, code: 104 },
  { title: 'no webhook-timestamp', send: () => without('webhook-timestamp'), status: 401, code: 104 },
  { title: 'no webhook-signature', send: () => without('webhook-signature'), status: 401, code: 104 },
  {
    title: 'a timestamp with letters behind it',
    send: () => {
      const headers = signed(event());
      return webhook(event(), { ...headers, 'webhook-timestamp': `${headers['webhook-timestamp']}abc` });
    },
    status: 401,
    code: 104,
    says: /Unix seconds/,
  },
  {
    title: 'the timestamp 1700000000abc',
    send: () => webhook(event(), { ...signed(event()), 'webhook-timestamp': '1700000000abc' }),
    status: 401,
    code: 104,
  },
  {
    title: 'a signature for a source that does not exist',
    send: () => webhook(event(), signed(event()), 'nowhere'),
    status: 401,
    code: 104,
  },
  {
    title: 'a token for a source that does not exist',
    send: () => webhook(event(), { authorization: `Bearer ${api.token}` }, 'nowhere'),
    status: 404,
    code: 16,
    says: /nowhere/,
  },
  { title: 'a token that nobody has', send: () => withToken('nobody', 'GET', '/events/v1/'), status: 401, code: 117 },
  {
    title: 'a token that nobody has at the webhook',
    send: () => webhook(event(), { authorization: 'Bearer nobody' }),
    status: 401,
    code: 117,
  },
  {
    title: 'a token that may not create events, at the webhook',
    send: () => webhook(event(), { authorization: `Bearer ${viewerToken}` }),
    status: 401,
    code: 10,
    says: /CREATE_EVENTS/,
  },
  {
    title: 'a token that may not create events',
    send: () => withToken(viewerToken, 'POST', '/events/v1/', { type: 'a' }),
    status: 401,
    code: 10,
    says: /CREATE_EVENTS/,
  },
  {
    title: 'a token that may not create dispatchers',
    send: () => withToken(viewerToken, 'POST', '/dispatchers/v1/', { eventType: 'a', actions: [] }),
    status: 401,
    code: 10,
    says: /CREATE_DISPATCHERS/,
  },
  {
    title: 'a wrong password',
    send: () =>
      anonymous('POST', '/auth/v2/oauth2/tokens', {
        grant_type: 'password',
        client_id: 'e2e',
        username: 'admin@example.com',
        password: 'wrong',
      }),
    status: 401,
    code: 106,
  },
];

testRefusals(CASES, () => server);

test('after all of it the server is alive, ready, and has logged no fault of its own', async () => {
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  expect((await fetch(`${server.url}/ready`)).status).toBe(200);
  expect(server.output()).not.toMatch(/a request failed|could not answer|"level":(?:50|60)/);
  expect((await sendEvent(server, { type: 'after_all' })).status).toBe(202);
});
