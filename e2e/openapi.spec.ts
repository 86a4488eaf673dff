import { expect, test } from '@playwright/test';
import { validate } from '@readme/openapi-parser';
import type { AuditPage } from '@/lib/audit/schema';
import { listRoutes, type RouteKey, routeEntry } from '@/lib/http/registry/routes';
import {
  callCredentialsAndSources,
  callOwnAccount,
  callRolesAndApplications,
  callSettings,
  callUsers,
} from './described/administration';
import { callMails, callTemplatesAndLocalizations } from './described/content';
import { callDispatchers, callEvents, callRuns } from './described/dispatching';
import { callFunctionsAndTasks, callTargets } from './described/functions';
import type { List } from './described/parts';
import { request, signIn } from './fixtures/api';
import { type DescribedApi, describedApi } from './fixtures/described-api';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { settled } from './fixtures/wait-for';

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

test('dispatchers answer as described', () => callDispatchers(api));
test('targets answer as described, one that is away too', () => callTargets(api));
test('events answer as described, whichever way they come in', () => callEvents(api, eventId));
test('templates and localizations answer as described', () => callTemplatesAndLocalizations(api, eventId));
test('functions, tasks and schedules answer as described', () => callFunctionsAndTasks(api));
test('mails answer as described', () => callMails(api));
test('runs answer as described, and what operators do with them', () => callRuns(api, server));
test('credentials and sources answer as described', () => callCredentialsAndSources(api, server));
test('users answer as described', () => callUsers(api, server));
test('one’s own account answers as described', () => callOwnAccount(api, server));
test('settings answer as described', () => callSettings(api));
test('roles and applications answer as described', () => callRolesAndApplications(api));

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
