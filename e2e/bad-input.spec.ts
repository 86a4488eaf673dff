import { expect, test } from '@playwright/test';
import { type Answer, type Api, request, signed, signIn } from './fixtures/api';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createFunction, createTemplate, uniqueName } from './fixtures/factories';

type Refusal = Answer<{ code: number; name: string; message: string; errors?: { path?: string; message: string }[] }>;

interface Case {
  title: string;
  send: () => Promise<Refusal>;
  status: number;
  code: number;
  /** What the message or the list of errors must say. */
  says?: RegExp;
}

const OTHER_SECRET = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX';
const UNKNOWN_ID = '0123456789abcdef01234567';
const MINUTE_MS = 60_000;

let server: DispatchersServer;
let api: Api;
/** May view, and nothing else. */
let viewerToken: string;
let dispatcherId: string;
let dispatcherName: string;
let templateName: string;
let functionName: string;

test.beforeAll(async () => {
  server = await startDispatchers();
  api = await signIn(server);
  const token = await api.call('POST', '/api/v1/tokens', { name: 'viewer', permissions: ['VIEW_EVENTS'] });
  viewerToken = String(token.body.token ?? token.body.secret);
  dispatcherName = uniqueName('dispatcher');
  dispatcherId = await createDispatcher(api, 'listened', [], { name: dispatcherName });
  templateName = (await createTemplate(api)).name;
  functionName = await createFunction(api, 'exports.handler = async () => 1;');
  await webhook('{"type":"taken","content":1}', signed('{"type":"taken","content":1}', { id: 'taken-key' }));
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

/** POSTs these bytes to the webhook; signed unless other headers are given. */
async function webhook(body: string | Buffer, headers?: Record<string, string>, source = 'default'): Promise<Refusal> {
  const response = await fetch(`${server.url}/webhooks/${source}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : new Uint8Array(body),
    headers: { 'content-type': 'application/json', ...(headers ?? signed(String(body))) },
  });
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
}

const refused = (method: string, path: string, body?: unknown) =>
  api.call(method, path, body) as unknown as Promise<Refusal>;
const withToken = (token: string, method: string, path: string, body?: unknown) =>
  request(server.url, method, path, body, { authorization: `Bearer ${token}` }) as unknown as Promise<Refusal>;
const anonymous = (method: string, path: string, body?: unknown) =>
  request(server.url, method, path, body) as unknown as Promise<Refusal>;
const dispatcherWith = (...actions: object[]) => refused('POST', '/dispatchers/v1/', { eventType: 'bad', actions });
const mailTo = (...to: unknown[]) => dispatcherWith({ type: 'mail', recipients: { to }, templateName });
const event = (over: object = {}) => JSON.stringify({ type: 'bad_input', content: {}, ...over });
const signedAt = (offsetMs: number) => webhook(event(), signed(event(), { at: new Date(Date.now() + offsetMs) }));

function without(header: string): Promise<Refusal> {
  const { [header]: _left, ...headers } = signed(event());
  return webhook(event(), headers);
}

const nested = (depth: number) => `{"type":"bad_input","content":${'['.repeat(depth)}${']'.repeat(depth)}}`;
const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, n]));
const large = () => event({ content: 'x'.repeat(2 * 1024 * 1024) });

const BODIES: Case[] = [
  { title: 'not JSON', send: () => webhook('{"type":'), status: 400, code: 22, says: /not valid JSON/ },
  { title: 'an HTML form', send: () => webhook('type=bad_input&content=1'), status: 400, code: 22 },
  { title: 'an empty body', send: () => webhook(''), status: 400, code: 13 },
  { title: 'a JSON array', send: () => webhook(`[${event()}]`), status: 400, code: 15, says: /object/ },
  { title: 'JSON null', send: () => webhook('null'), status: 400, code: 15 },
  { title: 'a JSON string', send: () => webhook('"bad_input"'), status: 400, code: 15 },
  { title: 'no type', send: () => webhook('{"content":{}}'), status: 400, code: 14, says: /type/ },
  { title: 'a type that is a number', send: () => webhook('{"type":7}'), status: 400, code: 15, says: /type/ },
  { title: 'an empty type', send: () => webhook('{"type":""}'), status: 400, code: 15, says: /type/ },
  {
    title: 'a line break in the type',
    send: () => webhook('{"type":"a\\nb"}'),
    status: 400,
    code: 15,
    says: /control/,
  },
  { title: 'a lone surrogate in the type', send: () => webhook('{"type":"a\\ud800"}'), status: 400, code: 15 },
  {
    title: 'an id of 300 characters',
    send: () => webhook(event({ id: 'x'.repeat(300) }), { authorization: `Bearer ${api.token}` }),
    status: 400,
    code: 15,
    says: /id/,
  },
  {
    title: 'a number beyond a double',
    send: () => webhook('{"type":"bad_input","content":1e999}'),
    status: 400,
    code: 22,
  },
  { title: 'a body of 2 MB', send: () => webhook(large()), status: 413, code: 22, says: /1048576/ },
  {
    title: 'a body of 2 MB at the events API',
    send: () => refused('POST', '/events/v1/', large()),
    status: 413,
    code: 22,
  },
  {
    title: 'a body of 2 MB at another service',
    send: () => refused('POST', '/dispatchers/v1/', { eventType: 'x'.repeat(2 * 1024 * 1024) }),
    status: 413,
    code: 22,
  },
  {
    title: 'JSON 1,000 levels deep',
    send: () => webhook(nested(1_000)),
    status: 400,
    code: 22,
    says: /deeper than 64/,
  },
  {
    title: 'JSON 1,000 levels deep at another service',
    send: () => refused('POST', '/templates/v2/', nested(1_000)),
    status: 400,
    code: 22,
  },
  { title: 'JSON 100,000 levels deep', send: () => webhook(nested(100_000)), status: 400, code: 22 },
  { title: 'more than 10,000 keys', send: () => webhook(event({ content: keys(10_001) })), status: 400, code: 22 },
  {
    title: 'a key of 300 characters',
    send: () => webhook(event({ content: { ['k'.repeat(300)]: 1 } })),
    status: 400,
    code: 22,
  },
  {
    title: 'a compressed body',
    send: () => webhook(event(), { ...signed(event()), 'content-encoding': 'gzip' }),
    status: 415,
    code: 22,
    says: /gzip/,
  },
  {
    title: 'a CloudEvent of another version',
    send: () => {
      const body = JSON.stringify({ specversion: '0.3', id: '1', source: '/s', type: 'bad_input' });
      return webhook(body, { ...signed(body), 'content-type': 'application/cloudevents+json' });
    },
    status: 400,
    code: 15,
    says: /specversion/,
  },
  {
    title: 'an empty CloudEvents batch',
    send: () => webhook('[]', { ...signed('[]'), 'content-type': 'application/cloudevents-batch+json' }),
    status: 400,
    code: 15,
    says: /empty/,
  },
  {
    title: 'the key of an earlier event with another body',
    send: () => webhook('{"type":"taken","content":2}', signed('{"type":"taken","content":2}', { id: 'taken-key' })),
    status: 422,
    code: 26,
    says: /Nothing was stored/,
  },
  {
    title: 'bytes that are not UTF-8',
    send: () => {
      const body = Buffer.from('{"type":"bad_input","content":"\xff\xfe"}', 'latin1');
      return webhook(body, { authorization: `Bearer ${api.token}` });
    },
    status: 400,
    code: 22,
    says: /UTF-8/,
  },
];

const CREDENTIALS: Case[] = [
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

const CONFIGURATION: Case[] = [
  {
    title: 'an unknown type of action',
    send: () => dispatcherWith({ type: 'sms', to: '1' }),
    status: 400,
    code: 15,
    says: /actions\[0\]\.type/,
  },
  {
    title: 'an action without its function',
    send: () => dispatcherWith({ type: 'task' }),
    status: 400,
    code: 14,
    says: /actions\[0\]\.functionName/,
  },
  {
    title: 'a recipient that is no address',
    send: () => mailTo('fine@example.com', 'not an address'),
    status: 400,
    code: 15,
    says: /recipients\.to\[1\]/,
  },
  {
    title: 'a recipient with a line break',
    send: () => mailTo('a@example.com\r\nBcc: b@example.com'),
    status: 400,
    code: 15,
    says: /recipients\.to\[0\]/,
  },
  { title: 'no recipient', send: () => mailTo(), status: 400, code: 15, says: /recipients\.to/ },
  { title: 'a recipient that is a number', send: () => mailTo(7), status: 400, code: 15, says: /recipients\.to\[0\]/ },
  {
    title: 'an expression that does not end',
    send: () => mailTo('{{content.email'),
    status: 400,
    code: 15,
    says: /recipients\.to\[0\]/,
  },
  {
    title: 'an unknown helper in an expression',
    send: () => mailTo('{{explode content.email}}'),
    status: 400,
    code: 15,
    says: /explode/,
  },
  {
    title: 'a mail action without a template',
    send: () => dispatcherWith({ type: 'mail', recipients: { to: ['a@example.com'] } }),
    status: 400,
    code: 15,
    says: /templateId/,
  },
  {
    title: 'two actions of one name',
    send: () => dispatcherWith({ type: 'task', functionName, name: 'a' }, { type: 'task', functionName, name: 'a' }),
    status: 400,
    code: 17,
  },
  {
    title: 'a dispatcher without an event type',
    send: () => refused('POST', '/dispatchers/v1/', { actions: [] }),
    status: 400,
    code: 14,
    says: /eventType/,
  },
  {
    title: 'a name that is taken',
    send: () => refused('POST', '/dispatchers/v1/', { eventType: 'a', actions: [], name: dispatcherName }),
    status: 400,
    code: 17,
    says: /exists already/,
  },
  {
    title: 'another event type in an update',
    send: () => refused('PUT', `/dispatchers/v1/${dispatcherId}`, { eventType: 'other' }),
    status: 400,
    code: 26,
    says: /listened/,
  },
  {
    title: 'an id that is no id',
    send: () => refused('PUT', '/dispatchers/v1/nonsense', { name: 'a' }),
    status: 400,
    code: 12,
  },
  {
    title: 'an id in capitals',
    send: () => refused('DELETE', `/dispatchers/v1/${UNKNOWN_ID.toUpperCase()}`),
    status: 400,
    code: 12,
  },
  {
    title: 'an id that nothing has',
    send: () => refused('PUT', `/dispatchers/v1/${UNKNOWN_ID}`, { name: 'a' }),
    status: 404,
    code: 16,
  },
  {
    title: 'an id of an event that nothing has',
    send: () => refused('GET', `/api/v1/events/${UNKNOWN_ID}`),
    status: 404,
    code: 16,
  },
  {
    title: 'a template whose expression does not end',
    send: () =>
      refused('POST', '/templates/v2/', {
        name: 'bad',
        outputs: { subject: 'fine', body: '<p>\n{{#if @inputs.a}}\n' },
      }),
    status: 400,
    code: 1004,
    says: /"output":"body".*"line":/,
  },
  {
    title: 'a template with an unknown helper',
    send: () => refused('POST', '/templates/v2/', { name: 'bad', outputs: { subject: '{{explode 1}}' } }),
    status: 400,
    code: 1004,
    says: /explode/,
  },
  {
    title: 'a template without outputs',
    send: () => refused('POST', '/templates/v2/', { name: 'bad', outputs: {} }),
    status: 400,
    code: 15,
  },
  {
    title: 'a template of a name that is taken',
    send: () => refused('POST', '/templates/v2/', { name: templateName, outputs: { subject: 'a' } }),
    status: 400,
    code: 17,
  },
  {
    title: 'a template that nothing has',
    send: () => refused('POST', '/templates/v2/nothing/resolve', {}),
    status: 404,
    code: 16,
  },
  {
    title: 'function code that is no zip',
    send: () => newFunction({ code: Buffer.from('exports.handler').toString('base64') }),
    status: 400,
    code: 1401,
  },
  { title: 'function code that is not base64', send: () => newFunction({ code: '%%%' }), status: 400, code: 1401 },
  {
    title: 'a function with a time limit of 1 s',
    send: () => newFunction({ timeLimit: 1 }),
    status: 400,
    code: 1402,
    says: /timeLimit/,
  },
  {
    title: 'a function that reads files of other programs',
    send: () =>
      refused('POST', '/tasks/v1/functions', { name: 'bad', kind: 'http', http: { url: 'file:///etc/passwd' } }),
    status: 400,
    code: 1402,
  },
  {
    title: 'a function of a name that is taken',
    send: () =>
      refused('POST', '/tasks/v1/functions', {
        name: functionName,
        kind: 'http',
        http: { url: 'https://example.com' },
      }),
    status: 400,
    code: 17,
  },
  {
    title: 'a task without a function',
    send: () => refused('POST', '/tasks/v1/', { data: {} }),
    status: 400,
    code: 14,
    says: /functionName/,
  },
  {
    title: 'a task at no time',
    send: () => refused('POST', '/tasks/v1/', { functionName, startTimestamp: 'soon' }),
    status: 400,
    code: 15,
    says: /startTimestamp/,
  },
  {
    title: 'a task that nothing has',
    send: () => refused('POST', `/tasks/v1/${UNKNOWN_ID}/cancel`),
    status: 404,
    code: 16,
  },
  {
    title: 'an unknown operator in a query',
    send: () => refused('GET', '/dispatchers/v1/?resembles(name,a)'),
    status: 400,
    code: 19,
    says: /resembles/,
  },
  {
    title: 'an unknown field in a query',
    send: () => refused('GET', '/events/v1/?eq(colour,red)'),
    status: 400,
    code: 19,
    says: /colour/,
  },
  { title: 'a query that does not end', send: () => refused('GET', '/events/v1/?eq(type,a'), status: 400, code: 19 },
  { title: 'an unknown service', send: () => refused('GET', '/data/v1/things'), status: 404, code: 903 },
  {
    title: 'an unknown version of a service',
    send: () => refused('POST', '/templates/v1/', {}),
    status: 404,
    code: 903,
  },
  { title: 'an unknown path of a service', send: () => refused('GET', '/tasks/v1/a/b/c/d'), status: 404, code: 903 },
];

function newFunction(over: object): Promise<Refusal> {
  const settings = { name: 'bad', entryPoint: 'index.handler', runtime: 'nodejs20.x', code: 'AAAA' };
  return refused('POST', '/tasks/v1/functions', { ...settings, ...over });
}

/** What a half-stored request would change. */
async function countEverything(): Promise<Record<string, unknown>> {
  const paths = ['/events/v1/', '/dispatchers/v1/', '/templates/v2/', '/tasks/v1/', '/tasks/v1/functions'];
  const counts = paths.map(async (path) => {
    const { status, body } = await api.call<{ page: { total: number } }>('GET', path);
    expect(status).toBe(200);
    return [path, body.page.total] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}

for (const [group, cases] of Object.entries({ BODIES, CREDENTIALS, CONFIGURATION })) {
  test.describe(group.toLowerCase(), () => {
    for (const { title, send, status, code, says } of cases) {
      test(`${title} is refused with ${code}, and changes nothing`, async () => {
        const before = await countEverything();
        const answer = await send();

        expect(answer, JSON.stringify(answer.body)).toMatchObject({ status, body: { code } });
        expect(answer.body.name).toMatch(/^[A-Z0-9_]+$/);
        expect(answer.body.message).toBeTruthy();
        expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:|\.mjs:|at async/);
        if (says) expect(JSON.stringify(answer.body)).toMatch(says);
        expect(await countEverything()).toEqual(before);
      });
    }
  });
}

test('after all of it the server is alive, ready, and has logged no fault of its own', async () => {
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  expect((await fetch(`${server.url}/ready`)).status).toBe(200);
  expect(server.output()).not.toMatch(/a request failed|could not answer|"level":(?:50|60)/);
  expect((await webhook(event())).status).toBe(202);
});
