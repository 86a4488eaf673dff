import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Permission } from '@/lib/auth/schema';
import type { RouteEntry, RoutePermission } from '@/lib/http/registry/route-entry';
import { listRoutes } from '@/lib/http/registry/routes';
import { type Caller, type Callers, prepareCallers } from './fixtures/callers';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { sendRaw } from './fixtures/refusal';
import { callRoute } from './fixtures/route-call';

/** What says "who are you?" or "you may not"; anything else comes from behind the door. */
const REFUSALS = new Set([10, 104, 117, 118]);
/** Whoever signs in or out, and a cookie, must come from a page of the console. */
const FROM_OUR_PAGE = { 'sec-fetch-site': 'same-origin' };
const AT_ONCE = 8;
const NAMED = 'RESOLVE_TEMPLATES:welcome';

// What ends sessions comes last, and signing out last of all.
const ENDING = ['DELETE /api/v1/me/sessions', 'DELETE /api/v1/session'];
const ROUTES = listRoutes().sort((a, b) => ENDING.indexOf(a.key) - ENDING.indexOf(b.key));
let server: DispatchersServer;
let callers: Callers;

test.beforeAll(async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'dispatchers-e2e-'));
  callers = await prepareCallers(dataDir, [...ROUTES.map(({ entry }) => needed(entry.permission)), [NAMED]]);
  server = await startDispatchers({ dataDir });
});
test.afterAll(async () => {
  await server.stop();
  server.cleanUp();
});

/** The permissions that an operation asks for, all of them. */
function needed(permission: RoutePermission): readonly Permission[] {
  if (permission === 'public' || permission === 'signedIn' || permission === 'consumer') return [];
  if (typeof permission === 'string') return [permission];
  return 'or' in permission ? [permission.permission] : permission;
}

/** The code that the registry and the caller's credentials say; undefined: let through. */
function expectedRefusal({ permission }: RouteEntry, caller: Caller): number | undefined {
  if (permission === 'public') return undefined;
  // Nobody here signs with a consumer.
  if (permission === 'consumer') return 104;
  const isWebhook = typeof permission === 'object' && 'or' in permission && permission.or === 'signature';
  if (isWebhook && caller.by !== 'bearer') return 104;
  if (caller.refused !== undefined) return caller.refused;
  return needed(permission).every((one) => caller.holds.has(one)) ? undefined : 10;
}

/** The whole column of one operation, plus tokens made for it. */
function callersOf(entry: RouteEntry): Caller[] {
  const permissions = needed(entry.permission);
  const exact = permissions.length > 0 ? [callers.tokenFor(permissions)] : [];
  return [...callers.all, ...exact, ...permissions.map((one) => callers.tokenWithout(one))];
}

test('S-01: a token for one named template resolves that one and no other', async () => {
  const { headers } = callers.tokenFor([NAMED]);
  const admin = callers.tokenFor(['CREATE_TEMPLATES']).headers;
  for (const name of ['welcome', 'goodbye']) {
    const template = { name, outputs: { text: 'Hello' } };
    const made = await callRoute(server.url, find('POST /templates/v2'), admin, { body: template });
    expect(made.status).toBe(200);
  }
  const resolve = find('POST /templates/v2/{idOrName}/resolve');
  const own = await callRoute(server.url, resolve, headers, { params: { idOrName: 'welcome' }, body: {} });
  const other = await callRoute(server.url, resolve, headers, { params: { idOrName: 'goodbye' }, body: {} });
  const missing = await callRoute(server.url, resolve, headers, { params: { idOrName: 'nowhere' }, body: {} });
  expect([own.status, other.code, missing.code]).toEqual([200, 10, 10]);
});

const evil = 'https://evil.example';
/** What browsers say of where a request comes from, and what forms of other sites can send. */
const SITES = [undefined, 'same-origin', 'same-site', 'cross-site', 'none'];
const CONTENT_TYPES = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=b',
];

test('S-07: a session cookie changes nothing unless the browser says that the request is from our own page', async () => {
  const session = callers.all.find(({ by, refused }) => by === 'session' && refused === undefined);
  const cookie = session?.headers.cookie ?? '';
  const own = server.url;
  const senders: Record<string, string>[] = [
    {},
    { origin: own },
    { origin: 'null' },
    { origin: evil },
    { origin: own.replace('http:', 'https:') },
    { origin: `${own}.evil.example` },
    { origin: evil, host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
  ];
  const body = Buffer.from('{"eventType":"planted"}');
  const wrong: string[] = [];
  let combinations = 0;
  for (const site of SITES) {
    for (const sender of senders) {
      for (const type of CONTENT_TYPES) {
        const headers = { cookie, 'content-type': type, ...sender, ...(site ? { 'sec-fetch-site': site } : {}) };
        const isOwn = site === 'same-origin' || (site === undefined && sender.origin === own);
        const answer = await sendRaw(server.port, { method: 'POST', path: '/dispatchers/v1', headers, body });
        const isRefused = answer.status === 403 && answer.text.includes('"code":10');
        if (isRefused === isOwn) wrong.push(`${JSON.stringify({ site, sender, type })}: ${answer.status}`);
        combinations++;
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(combinations).toBeGreaterThanOrEqual(40);
});

test('S-12: a token in the address opens nothing', async () => {
  const { headers } = callers.tokenFor(['VIEW_DISPATCHERS']);
  const token = headers.authorization?.replace('Bearer ', '') ?? '';
  expect((await callRoute(server.url, find('GET /dispatchers/v1'), headers)).status).toBe(200);
  for (const name of ['access_token', 'token', 'authorization', 'api_key', 'apikey', 'key', 'bearer']) {
    const answer = await callRoute(server.url, find('GET /dispatchers/v1'), {}, { query: `${name}=${token}` });
    expect([name, answer.status, answer.code]).toEqual([name, 401, 104]);
  }
});

/** Other ways to spell a request: each must be refused as the plain one, or lead nowhere. */
const VARIANTS: { name: string; path?: (path: string) => string; method?: string; headers?: Record<string, string> }[] =
  [
    { name: 'a slash at the end', path: (p) => `${p}/` },
    { name: 'two slashes in front', path: (p) => `/${p}` },
    { name: 'two slashes within', path: (p) => p.replace(/(?!^)\//, '//') },
    { name: 'an encoded slash', path: (p) => p.replace(/(?!^)\//, '%2f') },
    { name: 'an encoded backslash', path: (p) => p.replace(/(?!^)\//, '%5c') },
    { name: 'a dot segment', path: (p) => `/x/..${p}` },
    { name: 'an encoded dot segment', path: (p) => `/sign-in/%2e%2e${p}` },
    { name: 'capitals', path: (p) => p.toUpperCase() },
    { name: 'encoded letters', path: (p) => `/%${p.charCodeAt(1).toString(16)}${p.slice(2)}` },
    { name: 'a file suffix', path: (p) => `${p}.rsc` },
    { name: 'a JSON suffix', path: (p) => `${p}.json` },
    { name: 'the data path of Next', path: (p) => `/_next/data/build${p}.json` },
    { name: 'the _rsc query', path: (p) => `${p}?_rsc=1a2b3` },
    { name: 'a path parameter in the query', path: (p) => `${p}?nxtPid=5f2b6c1e9d8a4f0012ab34cd` },
    { name: 'HEAD', method: 'HEAD' },
    { name: 'OPTIONS', method: 'OPTIONS' },
    { name: 'PATCH', method: 'PATCH' },
    { name: 'x-http-method-override', headers: { 'x-http-method-override': 'GET' } },
    {
      name: 'x-middleware-subrequest',
      headers: { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
    },
    { name: 'RSC', headers: { rsc: '1' } },
    {
      name: 'a prefetch',
      headers: { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
    },
    {
      name: 'a server action',
      method: 'POST',
      headers: { 'next-action': '7f0000000000000000000000000000000000000000' },
    },
    { name: 'x-forwarded-host and -for', headers: { 'x-forwarded-host': 'localhost', 'x-forwarded-for': '127.0.0.1' } },
    { name: 'x-rewrite-url', headers: { 'x-rewrite-url': '/health', 'x-original-url': '/health' } },
    { name: 'our own headers', headers: { 'x-dispatchers-url': '/health', 'x-dispatchers-address': '127.0.0.1' } },
    { name: 'an internal path of Next', headers: { 'x-invoke-path': '/health', 'x-matched-path': '/health' } },
  ];
const SAMPLE = ['/dispatchers/v1', '/events/v1', '/tasks/v1', '/templates/v2', '/api/v1/overview', '/api/v1/me'];

test('S-01: no other spelling of a request gets more out of an operation than the plain one', async () => {
  const leaks: string[] = [];
  for (const route of SAMPLE) {
    for (const variant of VARIANTS) {
      const response = await fetch(server.url + (variant.path?.(route) ?? route), {
        method: variant.method ?? 'GET',
        redirect: 'manual',
        headers: variant.headers ?? {},
      });
      const text = await response.text();
      const harmless = [301, 307, 308, 400, 401, 403, 404, 405].includes(response.status);
      const preflight = variant.method === 'OPTIONS' && response.status === 204 && text === '';
      if (!harmless && !preflight) leaks.push(`${route} with ${variant.name}: ${response.status} ${text.slice(0, 80)}`);
    }
  }
  expect(leaks).toEqual([]);
});

test('S-01: a page is an open shell that carries nobody’s data', async () => {
  const canary = 'canary-of-the-permission-matrix';
  const { headers } = callers.tokenFor(['CREATE_DISPATCHERS']);
  const made = await callRoute(server.url, find('POST /dispatchers/v1'), headers, {
    body: { eventType: canary, name: canary },
  });
  expect(made.status).toBe(200);
  for (const page of ['/', '/dispatchers', `/dispatchers/${String(made.body.id)}`, '/events']) {
    for (const rsc of [{}, { rsc: '1' }] as Record<string, string>[]) {
      const text = await (await fetch(server.url + page, { headers: rsc })).text();
      expect(text).not.toContain(canary);
    }
  }
});

// The last one: it signs everybody out.
test('S-01, S-08: every operation lets through whom the registry names, and nobody else; no cache keeps the answer', async () => {
  test.setTimeout(240_000);
  const cells = ROUTES.flatMap((route) => callersOf(route.entry).map((caller) => ({ route, caller })));
  const mismatches: string[] = [];
  for (let start = 0; start < cells.length; start += AT_ONCE) {
    await Promise.all(
      cells.slice(start, start + AT_ONCE).map(async ({ route, caller }) => {
        const answer = await callRoute(server.url, route, { ...FROM_OUR_PAGE, ...caller.headers });
        const got = answer.code !== undefined && REFUSALS.has(answer.code) ? answer.code : undefined;
        const expected = expectedRefusal(route.entry, caller);
        const known = expected === undefined || answer.status === 401;
        const isKept = caller.by !== 'nothing' && !answer.cacheControl.includes('no-store');
        if (isKept) mismatches.push(`${route.key} as ${caller.name}: may be kept (${answer.cacheControl})`);
        if (got === expected && known) return;
        mismatches.push(
          `${route.key} as ${caller.name}: expected ${expected ?? 'through'}, got ${answer.status}/${got}`,
        );
      }),
    );
  }
  test.info().annotations.push({ type: 'cells', description: String(cells.length) });
  expect(mismatches).toEqual([]);
  expect(cells.length).toBeGreaterThan(1_000);
});

function find(key: string) {
  const found = ROUTES.find((route) => route.key === key);
  if (!found) throw new Error(`no operation is ${key}`);
  return found;
}
