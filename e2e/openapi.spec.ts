import { expect, test } from '@playwright/test';
import { validate } from '@readme/openapi-parser';
import type { AuditPage } from '@/lib/audit/schema';
import { listRoutes, type RouteKey, routeEntry } from '@/lib/http/registry/routes';
import type { CreatedUser, PasswordLink } from '@/lib/users/schema';
import { request, signed, signIn } from './fixtures/api';
import { type DescribedApi, describedApi } from './fixtures/described-api';
import { ADMIN, CLIENT_ID, type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createHttpFunction, uniqueName } from './fixtures/factories';
import { functionOf } from './fixtures/official-client';
import { settled, waitFor } from './fixtures/wait-for';

/** Answered like any act, but nothing is changed; here, no session was there to be ended, and every mail was captured. */
const UNTOLD = [
  'DELETE /api/v1/session',
  'POST /api/v1/mails/cancel',
  'POST /api/v1/mails/discard',
  'POST /api/v1/mails/retry',
  'POST /api/v1/mails/source',
  'POST /api/v1/preview',
  'POST /api/v1/preview/events',
  'POST /api/v1/preview/effect',
  'POST /api/v1/expressions/check',
  'POST /api/v1/templates/preview',
  'POST /templates/v2/{idOrName}/resolve',
  'POST /localizations/v1/request',
];
/** They hand out what was entrusted to this server. */
const TOLD_READS = ['GET /api/v1/dispatchers/export'];
/** Called by other tests: it ends with its connection, or it needs a signature or a first start, or it is no JSON. */
const CALLED_ELSEWHERE = [
  'GET /metrics',
  'GET /api/v1/settings/backups/{name}/file',
  'GET /api/v1/live',
  'POST /api/v1/set-up',
  'POST /auth/v2/oauth1/tokens',
];
const YEAR_2100 = 4_102_444_800_000;

type Item = { id: string; name?: string };
type List = { data: Item[] };

let server: DispatchersServer;
let api: DescribedApi;
let eventId: string;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  server = await startDispatchers({ env: { ALLOW_PRIVATE_TARGETS: '127.0.0.1' } });
  const admin = await signIn(server);
  api = await describedApi(server.url, `Bearer ${admin.token}`);
  ({ eventId } = await api.call<{ eventId: string }>('POST /api/v1/demo'));
  await settled(admin, eventId);
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

test('the description is valid OpenAPI 3.1 as it is served', async () => {
  const { body, headers } = await request(server.url, 'GET', '/openapi.json');
  expect(headers.get('content-type')).toMatch(/^application\/json/);
  expect(await validate(body as unknown as Parameters<typeof validate>[0])).toMatchObject({ valid: true });
});

test('an answer with a field more, a field less or of another type does not pass', async () => {
  const list = await api.call<List>('GET /dispatchers/v1');
  const [first = {}] = list.data;
  const spoilt = [
    { ...first, secret: 1 },
    { ...first, eventType: undefined },
    { ...first, enabled: 'yes' },
  ];
  for (const one of spoilt) expect(api.findFault('GET /dispatchers/v1', 200, { ...list, data: [one] })).toBeTruthy();
  expect(api.findFault('GET /dispatchers/v1', 200, list)).toBeUndefined();
  expect(api.findFault('GET /dispatchers/v1', 201, list)).toBe('the description has no status 201');
});

test('dispatchers answer as described', async () => {
  const eventType = uniqueName('described');
  const mail = { type: 'mail', name: 'a', recipients: { to: ['a@example.com'] }, templateName: 'data-erased' };
  const task = { type: 'task', functionName: 'erase-user-data', data: { deep: [{ a: null }] }, startTimestamp: 'P1D' };
  const made = await api.call<Item>('POST /dispatchers/v1', {
    body: { eventType, name: eventType, description: 'd', tags: ['a'], actions: [mail, task] },
  });
  const params = { id: made.id };
  const action = await api.call<Item>('POST /dispatchers/v1/{id}/actions', { params, body: { ...task, name: 'b' } });
  const both = { ...params, actionId: action.id };
  await api.call('PUT /dispatchers/v1/{id}/actions/{actionId}', { params: both, body: { type: 'task', priority: 4 } });
  await api.call('DELETE /dispatchers/v1/{id}/actions/{actionId}', { params: both });
  await api.call('PUT /dispatchers/v1/{id}', { params, body: { name: null, enabled: false } });
  await api.call('GET /dispatchers/v1', { query: `eq(id,${made.id})` });
  await api.call('PUT /api/v1/dispatchers/{id}', { params, body: { eventType, name: eventType, actions: [mail] } });
  const file = await api.call<{ dispatchers: object[] }>('GET /api/v1/dispatchers/export');
  await api.call('POST /api/v1/dispatchers/import', { body: { ...file, dryRun: true, clean: true } });
  await api.call('GET /api/v1/dispatchers', { query: `text=${eventType}&enabled=true&sort=name` });
  await api.call('GET /api/v1/dispatchers/facets');
  await api.call('GET /api/v1/dispatchers/{id}/revisions', { params, query: 'limit=1' });
  await api.call('DELETE /dispatchers/v1/{id}', { params });
  await api.call('POST /api/v1/dispatchers/{id}/restore', { params });
  await api.call('POST /api/v1/dispatchers/{id}/restore', { params, status: 400 });
  await api.call('DELETE /dispatchers/v1/{id}', { params });
  await api.call('POST /api/v1/dispatchers/import', { body: file });
  await api.call('DELETE /dispatchers/v1/{id}', { params, status: 404 });
  await api.call('POST /dispatchers/v1', { body: { name: '' }, status: 400 });
});

test('targets answer as described, one that is away too', async () => {
  const name = uniqueName('away');
  const url = 'http://127.0.0.1:65431/';
  await api.call('POST /tasks/v1/functions', { body: { name, kind: 'http', http: { url } } });
  for (let i = 0; i < 5; i++) {
    await api.call('POST /tasks/v1/functions/{name}/execute', { params: { name }, body: {}, status: 400 });
  }
  const { data } = await api.call<{ data: Item[] }>('GET /api/v1/targets');
  expect(data.find((target) => target.name === name)).toMatchObject({ state: 'open', breaker: { trips: 1 } });
  await api.call('POST /api/v1/targets/{kind}/{name}/probe', { params: { kind: 'function', name } });
  await api.call('POST /api/v1/targets/{kind}/{name}/probe', { params: { kind: 'mail', name: 'mail' }, status: 400 });
  await api.call('POST /api/v1/targets/{kind}/{name}/probe', { params: { kind: 'tree', name }, status: 404 });
  await api.call('DELETE /tasks/v1/functions/{name}', { params: { name } });
});

test('events answer as described, whichever way they come in', async () => {
  const event = { type: 'user_deleted', content: { user: { email: 'ada@example.com', id: 'x', first_name: 'Ada' } } };
  await api.call('POST /events/v1', { body: event });
  const body = { ...event, id: uniqueName('event') };
  const headers = signed(JSON.stringify(body));
  const params = { source: 'default' };
  await api.call('POST /webhooks/{source}', { params, body, headers, status: 202 });
  await api.call('POST /webhooks/{source}', { params, body, headers, status: 200 });
  await api.call('POST /webhooks/{source}', { params, body, headers: { authorization: 'none' }, status: 401 });
  await api.call('GET /events/v1');
  await api.call('GET /events/v1/subscriptions');
  await api.call('GET /api/v1/events', { query: 'type=user_deleted&limit(2)' });
  await api.call('GET /api/v1/events/count', { query: 'type=user_deleted' });
  await api.call('GET /api/v1/events/{id}', { params: { id: eventId } });
  await api.call('GET /api/v1/event-types');
  await api.call('GET /api/v1/event-types/paths', { query: `type=${event.type}` });
  await api.call('GET /api/v1/event-types/paths', { status: 400 });
  const sources = ['{{content.emial}} {{content.email}}', '{{#if', '{{nothing 1}}', 'text'];
  await api.call('POST /api/v1/expressions/check', {
    body: { sources, eventType: event.type, event: { id: eventId } },
  });
  await api.call('POST /api/v1/expressions/check', { body: { sources, scope: 'template', inputs: {} } });
  await api.call('GET /api/v1/overview');
  await api.call('GET /api/v1/undelivered');
  await api.call('GET /api/v1/search', { query: 'text=user' });
  await api.call('GET /api/v1/search', { status: 400 });
  await api.call('GET /api/v1/statistics');
  const actions = [
    { type: 'mail', recipients: { to: ['{{content.user.email}}'] }, templateName: 'data-erased' },
    { type: 'task', functionName: '{{content.nothing}}' },
  ];
  await api.call('POST /api/v1/preview', { body: { actions, event: { id: eventId } } });
  await api.call('POST /api/v1/preview', { body: { actions, event } });
  await api.call('POST /api/v1/preview/events', { body: { actions, eventType: 'user_deleted' } });
  await api.call('POST /api/v1/preview/effect', { body: { actions, eventType: 'user_deleted' } });
});

test('templates and localizations answer as described', async () => {
  const name = uniqueName('template');
  const inputs = { list: { type: 'array', items: { type: 'object', properties: { a: { type: 'string' } } } } };
  await api.call('POST /templates/v2', { body: { name, inputs, outputs: { text: 'Hello {{@inputs.name}}' } } });
  const params = { idOrName: name };
  await api.call('PUT /templates/v2/{idOrName}', { params, body: { description: 'd', inputs: null } });
  await api.call('POST /templates/v2/{idOrName}/resolve', { params, body: { inputs: { name: 'Ada' } } });
  await api.call('POST /templates/v2/{idOrName}/resolve', { params, body: {}, status: 400 });
  const [template] = (await api.call<List>('GET /templates/v2', { query: `eq(name,${name})` })).data;
  const stored = { id: template?.id ?? '' };
  await api.call('GET /api/v1/templates', { query: 'sort=name&limit=5' });
  await api.call('GET /api/v1/templates/{id}', { params: stored });
  await api.call('GET /api/v1/templates/{id}/usage', { params: stored });
  const draft = { outputs: { subject: 'Hello {{@inputs.name}}', body: "{{t 'no_such_key'}}" }, inputs };
  await api.call('POST /api/v1/templates/preview', { body: { template: draft, values: { eventId } } });
  const mail = { template: { outputs: { subject: 'Hello', body: 'Hello' } }, values: { inputs: {} }, language: 'NL' };
  await api.call('POST /api/v1/templates/preview', { body: mail });
  await api.call('POST /api/v1/templates/test-mail', { body: { ...mail, name } });
  await api.call('POST /api/v1/templates/test-mail', { body: { ...mail, template: draft }, status: 400 });
  await api.call('DELETE /templates/v2/{idOrName}', { params });
  const key = uniqueName('key');
  const localizations = [{ key, text: { EN: 'Hello', NL: 'Hallo' } }];
  await api.call('POST /localizations/v1', { body: { localizations } });
  await api.call('GET /api/v1/localizations', { query: `search=${key}&limit=2` });
  await api.call('PUT /api/v1/localizations/text', { body: { key, language: 'DA', text: 'Hej', before: null } });
  await api.call('DELETE /api/v1/localizations/languages/{code}', { params: { code: 'DA' } });
  const changed = [{ key, text: { EN: 'Hi', NL: 'Hallo' } }];
  await api.call('PUT /localizations/v1', { body: { localizations: changed } });
  await api.call('GET /localizations/v1');
  const wanted = { localizations: localizations.map(({ key }) => key), localization_codes: ['NL'] };
  await api.call('POST /localizations/v1/request', { body: wanted });
  await api.call('GET /localizations/v1/languages');
  await api.call('GET /localizations/v1/countries');
  await api.call('GET /localizations/v1/countries/{country}/regions', { params: { country: 'BE' } });
  await api.call('DELETE /localizations/v1', { query: `eq(key,${key})` });
});

test('functions, tasks and schedules answer as described', async () => {
  const name = uniqueName('fn');
  const params = { name };
  const code =
    'exports.handler = async ({ data }) => { console.log("hi"); if (data.fail) throw new Error("no"); return 1; };';
  await api.call('POST /tasks/v1/functions', {
    body: functionOf(name, code, { environmentVariables: { A: { value: 'b' } } }),
  });
  const http = { name: `${name}-http`, kind: 'http', http: { url: 'https://example.com/hook' } };
  await api.call('POST /tasks/v1/functions', { body: http });
  await api.call('GET /tasks/v1/functions');
  await api.call('GET /tasks/v1/functions/{name}', { params });
  await api.call('PUT /tasks/v1/functions/{name}', { params, body: { timeLimit: 5 } });
  await api.call('POST /tasks/v1/functions/{name}/disable', { params });
  await api.call('POST /tasks/v1/functions/{name}/enable', { params });
  const task = await api.call<Item>('POST /tasks/v1/functions/{name}/execute', { params, body: { data: { a: 1 } } });
  await api.call('POST /tasks/v1/functions/{name}/execute', { params, body: { data: { fail: true } }, status: 400 });
  await api.call('GET /tasks/v1/{id}/logs', { params: { id: task.id } });
  await api.call('GET /api/v1/tasks/{id}', { params: { id: task.id } });
  const later = await api.call<Item>('POST /tasks/v1', {
    body: { functionName: name, startTimestamp: YEAR_2100, tags: ['a'] },
  });
  await api.call('POST /tasks/v1/{id}/cancel', { params: { id: later.id } });
  await api.call('POST /tasks/v1/{id}/cancel', { params: { id: later.id }, status: 400 });
  await api.call('POST /api/v1/tasks/{id}/retry', { params: { id: later.id } });
  await api.call('GET /tasks/v1');
  await api.call('GET /api/v1/tasks');
  await api.call('GET /api/v1/tasks/count', { query: `functionName=${name}` });
  const waiting = { query: `functionName=${name}&startTimestamp=${YEAR_2100}` };
  await api.call('POST /api/v1/tasks/cancel', { body: waiting });
  await api.call('POST /api/v1/tasks/retry', { body: waiting });
  const failedOnes = { query: `functionName=${name}&status=failed`, reason: 'tried on purpose' };
  await api.call('POST /api/v1/tasks/discard', { body: failedOnes });
  await api.call('POST /api/v1/tasks/discard', { body: { query: 'status=failed' }, status: 400 });
  const schedule = await api.call<Item>('POST /tasks/v1/schedules', {
    body: { functionName: name, interval: 3_600, startTimestamp: YEAR_2100, priority: 2, data: { a: 1 } },
  });
  await api.call('GET /tasks/v1/schedules');
  await api.call('DELETE /tasks/v1/schedules/{id}', { params: { id: schedule.id } });
  await api.call('GET /api/v1/functions');
  await api.call('GET /api/v1/functions/{name}', { params });
  await api.call('GET /api/v1/functions/{name}/code', { params });
  await api.call('GET /api/v1/functions/{name}', { params: { name: http.name } });
  await api.call('POST /api/v1/functions/{name}/rotate', { params: { name: http.name } });
  await api.call('POST /api/v1/functions/{name}/rotate', { params, status: 400 });
  await api.call('DELETE /tasks/v1/functions/{name}', { params });
});

test('mails answer as described', async () => {
  const plain = {
    recipients: { to: ['ada@example.com'] },
    subject: 'Hello',
    body: '<p>Hello</p>',
    reply_to: ['b@example.com'],
  };
  const mail = await api.call<Item>('POST /mail/v1', { body: plain });
  const attachments = [{ name: 'a.txt', content: 'aGVsbG8=', type: 'text/plain' }];
  const files = await api.call<Item>('POST /mail/v1', { body: { ...plain, attachments } });
  await api.call('GET /api/v1/mails/{id}/attachments/{position}', { params: { id: files.id, position: '0' } });
  await api.call('GET /api/v1/mails/{id}/attachments/{position}', {
    params: { id: files.id, position: '1' },
    status: 404,
  });
  await api.call('GET /api/v1/mails/{id}', { params: { id: files.id } });
  await api.call('GET /api/v1/mails/{id}/source', { params: { id: files.id }, query: 'complete=true' });
  const recipients = { to: ['ada@example.com'], cc: [], bcc: [] };
  const preview = { recipients, subject: 'Hello', html: '<p>Hello</p>', text: 'Hello' };
  await api.call('POST /api/v1/mails/source', { body: preview });
  await api.call('POST /api/v1/mails/source', { body: { ...preview, subject: 'a\nb' }, status: 400 });
  await api.call('GET /mail/v1');
  await api.call('GET /mail/v1/queued');
  const captured = async () => {
    const detail = await api.call<{ status: string; trackingHash: string }>('GET /api/v1/mails/{id}', {
      params: { id: mail.id },
    });
    return detail.status === 'captured' ? detail : undefined;
  };
  const { trackingHash } = await waitFor('the mail to be captured', captured);
  await api.call('GET /mail/v1/{id}/open', { params: { id: trackingHash } });
  await api.call('GET /api/v1/mails');
  await api.call('GET /api/v1/mails/count', { query: 'status=captured' });
  await api.call('POST /api/v1/mails/retry', { body: { query: 'status=captured' } });
  await api.call('POST /api/v1/mails/cancel', { body: { query: 'status=captured', dryRun: true } });
  await api.call('POST /api/v1/mails/discard', { body: { query: 'status=captured', reason: 'none failed' } });
  await api.call('POST /api/v1/mails/{id}/cancel', { params: { id: mail.id }, status: 400 });
  await api.call('DELETE /mail/v1/{id}', { params: { id: mail.id } });
});

test('runs answer as described, and what operators do with them', async () => {
  const admin = await signIn(server);
  const eventType = uniqueName('fails');
  const mail = { type: 'mail', recipients: { to: ['{{content.nobody}}'] }, templateName: 'data-erased' };
  const { name } = await createHttpFunction(admin, 'http://127.0.0.1:65431/');
  const later = { type: 'task', functionName: name, startTimestamp: 'P1D' };
  await api.call('POST /dispatchers/v1', { body: { eventType, actions: [mail, later] } });
  const event = await api.call<Item>('POST /events/v1', { body: { type: eventType } });
  const failed = await waitFor('the mail to fail', async () => {
    const { data } = await api.call<List>('GET /api/v1/runs', { query: `status=failed&eventId=${event.id}` });
    return data[0];
  });
  await api.call('GET /api/v1/runs/{id}', { params: { id: failed.id } });
  await api.call('GET /api/v1/runs/count', { query: 'status=failed' });
  await api.call('POST /api/v1/runs/{id}/retry', { params: { id: failed.id } });
  const { data } = await api.call<List>('GET /api/v1/runs', { query: `actionType=task&eventId=${event.id}` });
  await api.call('POST /api/v1/runs/{id}/cancel', { params: { id: data[0]?.id ?? '' } });
  await api.call('POST /api/v1/runs/{id}/cancel', { params: { id: data[0]?.id ?? '' }, status: 400 });
  await api.call('POST /api/v1/runs/retry', { body: { query: 'status=failed', dryRun: true } });
  await waitFor('the mail to fail again', async () => {
    const { data: again } = await api.call<List>('GET /api/v1/runs', { query: `status=failed&eventId=${event.id}` });
    return again[0];
  });
  await api.call('POST /api/v1/runs/discard', { body: { query: `eventId=${event.id}`, reason: 'on purpose' } });
  await api.call('POST /api/v1/events/{id}/replay', { params: { id: event.id }, body: {} });
  await api.call('POST /api/v1/replay', { body: { query: `type=${eventType}` } });
  await api.call('POST /api/v1/runs/cancel', { body: { query: `eventId=${event.id}`, limit: 100 } });
  await api.call('POST /api/v1/runs/retry', { body: { query: `eventId=${event.id}` } });
  const { data: mails } = await api.call<List>('GET /api/v1/mails', { query: 'status=captured' });
  await api.call('POST /api/v1/mails/{id}/retry', { params: { id: mails[0]?.id ?? '' }, status: 400 });
});

test('credentials and sources answer as described', async () => {
  const origin = { origin: server.url };
  const token = await api.call<Item>('POST /api/v1/tokens', {
    body: { name: 'a', permissions: ['VIEW_EVENTS'], expiresAt: YEAR_2100 },
  });
  await api.call('GET /api/v1/tokens');
  await api.call('DELETE /api/v1/tokens/{id}', { params: { id: token.id } });
  const { email: username, password } = ADMIN;
  const grant = { client_id: CLIENT_ID, grant_type: 'password', username, password };
  const tokens = await api.call<{ refresh_token: string }>('POST /auth/v2/oauth2/tokens', { body: grant });
  const refresh = { client_id: CLIENT_ID, grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
  await api.call('POST /auth/v2/oauth2/tokens', { body: refresh });
  await api.call('POST /auth/v2/oauth2/tokens', { body: { grant_type: 'magic' }, status: 400 });
  await api.call('POST /api/v1/session', { body: ADMIN, headers: origin });
  await api.call('DELETE /api/v1/session', { headers: origin });
  await api.call('GET /api/v1/me');
  await api.call('GET /users/v1/me');
  const params = { name: uniqueName('source') };
  await api.call('POST /api/v1/sources', { body: { ...params, description: 'd' } });
  await api.call('POST /api/v1/sources', { body: params, status: 400 });
  await api.call('PUT /api/v1/sources/{name}', { params, body: { description: null } });
  await api.call('POST /api/v1/sources/{name}/rotate', { params, query: 'overlapHours=1' });
  await api.call('POST /api/v1/sources/{name}/test', { params, body: { type: 'tested', content: { a: 1 } } });
  await api.call('GET /api/v1/sources');
  await api.call('DELETE /api/v1/sources/{name}', { params });
  await api.call('DELETE /api/v1/sources/{name}', { params: { name: 'default' }, status: 400 });
  await api.call('POST /api/v1/sources/{name}/rotate', { params: { name: 'default' } });
});

test('users answer as described', async () => {
  const origin = { origin: server.url };
  const details = { firstName: 'Ada', lastName: 'Lovelace', language: 'EN', timeZone: 'Europe/Brussels' };
  const body = { email: `${uniqueName('user')}@example.com`, roles: ['Viewer'], ...details };
  const { user, passwordLink } = await api.call<CreatedUser>('POST /api/v1/users', { body });
  const params = { id: user.id };
  await api.call('POST /api/v1/users', { body, status: 400 });
  const again = await api.call<PasswordLink>('POST /api/v1/users/{id}/password-link', { params });
  const choose = (url = '') => ({ token: url.split('#')[1] ?? '', password: 'a door that opens softly' });
  await api.call('POST /api/v1/password', { body: choose(passwordLink?.url), headers: origin, status: 401 });
  await api.call('POST /api/v1/password', { body: choose(again.url), headers: origin });
  await api.call('GET /api/v1/users', { query: 'search=lovelace&role=Viewer&state=enabled' });
  await api.call('GET /api/v1/users/{id}', { params });
  const [session] = await api.call<Item[]>('GET /api/v1/users/{id}/sessions', { params });
  await api.call('DELETE /api/v1/users/{id}/sessions/{sessionId}', {
    params: { ...params, sessionId: session?.id ?? '' },
  });
  const credentials = { email: body.email, password: 'a door that opens softly' };
  await api.call('POST /api/v1/session', { body: credentials, headers: origin });
  await api.call('DELETE /api/v1/users/{id}/sessions', { params });
  await api.call('PUT /api/v1/users/{id}', { params, body: { roles: ['Operator'], enabled: false, firstName: null } });
  await api.call('DELETE /api/v1/users/{id}', { params });
});

test('one’s own account answers as described', async () => {
  await api.call('PUT /api/v1/me', { body: { firstName: 'Grace', language: 'nl-BE' } });
  await api.call('PUT /api/v1/me', { body: { timeZone: 'Europe/Nowhere' }, status: 400 });
  await api.call('POST /api/v1/session', { body: ADMIN, headers: { origin: server.url } });
  const [session] = await api.call<Item[]>('GET /api/v1/me/sessions');
  await api.call('DELETE /api/v1/me/sessions/{id}', { params: { id: session?.id ?? '' } });
  await api.call('DELETE /api/v1/me/sessions', { status: 400 });
  const wrong = { currentPassword: 'not the password', newPassword: 'a door that opens softly' };
  await api.call('POST /api/v1/me/password', { body: wrong, status: 400 });
});

test('settings answer as described', async () => {
  const mail = { smtp: { host: 'mail.example.com', port: 587, security: 'starttls', user: 'u', password: 'p' } };
  await api.call('PUT /api/v1/settings/mail', { body: { ...mail, from: 'A <a@example.com>', mode: 'capture' } });
  await api.call('GET /api/v1/settings/mail');
  await api.call('PUT /api/v1/settings/mail', { body: { smtp: null, from: 'a@example.com', mode: 'live' } });
  await api.call('POST /api/v1/settings/mail/test');
  await api.call('PUT /api/v1/settings/retention', { body: { days: 31 } });
  await api.call('GET /api/v1/settings/retention');
  const backup = await api.call<{ name: string }>('POST /api/v1/settings/backups');
  const made = await waitFor('the backup to be made', async () => {
    const { data } = await api.call<{ data: { name: string }[] }>('GET /api/v1/settings/backups');
    return data.find(({ name }) => name === backup.name);
  });
  await api.call('DELETE /api/v1/settings/backups/{name}', { params: { name: made.name } });
});

test('roles and applications answer as described', async () => {
  const role = { name: uniqueName('role'), description: 'd', permissions: ['VIEW_EVENTS'] };
  const made = await api.call<Item>('POST /api/v1/roles', { body: role });
  await api.call('PUT /api/v1/roles/{id}', { params: { id: made.id }, body: { ...role, description: null } });
  await api.call('GET /api/v1/roles');
  await api.call('DELETE /api/v1/roles/{id}', { params: { id: made.id } });
  const create = (body: object) => api.call<{ application: Item }>('POST /api/v1/applications', { body });
  const { application } = await create({ name: uniqueName('app'), kind: 'oauth1' });
  const pocket = await create({ name: uniqueName('app'), kind: 'oauth2', confidential: false });
  const params = { id: application.id };
  await api.call('POST /api/v1/applications/{id}/rotate', { params });
  await api.call('POST /api/v1/applications/{id}/rotate', { params: { id: pocket.application.id }, status: 400 });
  await api.call('PUT /api/v1/applications/{id}', { params, body: { enabled: false } });
  await api.call('GET /api/v1/applications');
  await api.call('DELETE /api/v1/applications/{id}', { params });
});

test('what anyone may ask answers as described', async () => {
  for (const { key, entry } of listRoutes()) {
    if (entry.permission === 'public' && /^GET [^{]*$/.test(key)) await api.call(key);
  }
});

test('S-26: every act is in the audit log, once; what only reads is not there', async () => {
  const told = new Map<string, string[]>();
  for (let before: string | undefined, first = true; first || before; first = false) {
    const query = `limit(100)${before ? `&lt(id,${before})` : ''}`;
    const page = await api.call<AuditPage>('GET /api/v1/audit', { query });
    for (const { requestId = '', act } of page.data) told.set(requestId, [...(told.get(requestId) ?? []), act]);
    before = page.nextBefore;
  }
  const wrong = [...new Set(api.audited.values())].flatMap((key) => {
    // A call that changed nothing has none: some call of each operation must have one.
    const counts = [...api.audited].filter(([, other]) => other === key).map(([id]) => told.get(id)?.length ?? 0);
    const most = Math.max(...counts);
    const right = key === 'POST /api/v1/demo' ? most > 0 : most === entriesOf(key);
    return right ? [] : `${key} is told of ${most} times`;
  });
  expect(wrong).toEqual([]);
  const { data } = await api.call<AuditPage>('GET /api/v1/audit', { query: 'act=rotate' });
  await api.call('GET /api/v1/audit/{id}', { params: { id: data[0]?.id ?? '' } });
  expect(await api.call('GET /api/v1/audit/verification')).toMatchObject({ complete: true });
});

/** Reading is no act, except to take everything away; of events, the log is their own table. */
function entriesOf(key: RouteKey): number {
  if (TOLD_READS.includes(key)) return 1;
  return key.startsWith('GET ') || UNTOLD.includes(key) || routeEntry(key).audit === false ? 0 : 1;
}

test('every operation was called', () => {
  const missed = listRoutes().filter(({ key }) => !api.called.has(key) && !CALLED_ELSEWHERE.includes(key));
  expect(missed.map(({ key }) => key)).toEqual([]);
});
