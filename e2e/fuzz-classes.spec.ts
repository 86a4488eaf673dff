import { expect, test } from '@playwright/test';
import { listRoutes } from '@/lib/http/registry/routes';
import { ADDRESSES } from './corpus/addresses';
import { BYTES, JSON_TEXTS } from './corpus/bytes';
import { CLASSES, countCases } from './corpus/classes';
import { CREDENTIALS } from './corpus/credentials';
import headerTexts from './corpus/header-texts.json' with { type: 'json' };
import { IMPORTS } from './corpus/imports';
import localNames from './corpus/local-names.json' with { type: 'json' };
import { NUMBERS } from './corpus/numbers';
import { createRandom, pickSome } from './corpus/random';
import { FLIGHT, QUERIES } from './corpus/requests';
import { BOMB_INPUTS, TEMPLATE_BOMBS, TEMPLATES } from './corpus/templates';
import { TIME_NUMBERS, TIMES } from './corpus/times';
import urls from './corpus/urls.json' with { type: 'json' };
import xss from './corpus/xss.json' with { type: 'json' };
import { request, signIn } from './fixtures/api';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createProber, type Prober } from './fixtures/prober';
import { type RawAnswer, sendRaw } from './fixtures/refusal';
import { fillPath } from './fixtures/route-call';
import { checkIntegrity, countRows } from './fixtures/table-counts';

const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
const AT_ONCE = 6;
/** An answer to a case is looked at in so many places. */
const SOME_ROUTES = 8;
const MIN_CASES = 2_000;
const MIN_REQUESTS = 3_000;
const JSON_TYPE = { 'content-type': 'application/json' };

const ROUTES = listRoutes();
const random = createRandom(SEED);
let server: DispatchersServer;
let authorization: string;
let before: Record<string, number>;
let prober: Prober;

test.describe.configure({ mode: 'serial', timeout: 120_000 });
test.beforeAll(async () => {
  process.stdout.write(`fuzz seed ${SEED} (FUZZ_SEED sets it)\n`);
  // Whoever reads or writes `__proto__` behind our back would be found out.
  server = await startDispatchers({ env: { NODE_OPTIONS: '--disable-proto=delete' } });
  authorization = `Bearer ${(await signIn(server)).token}`;
  prober = createProber(server, authorization);
  for (const { method, path } of ROUTES)
    await sendRaw(server.port, { method, path: fillPath(path), headers: { authorization: 'none' } });
  before = countRows(server.dataDir);
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

function find(key: string) {
  const found = ROUTES.find((route) => route.key === key);
  if (!found) throw new Error(`no operation is ${key}`);
  return found;
}

async function each<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += AT_ONCE) {
    await Promise.all(items.slice(start, start + AT_ONCE).map(work));
  }
}

/** Sends a body to an operation; it must be refused. */
function post(key: string, what: string, body: unknown, judge?: (answer: RawAnswer) => string | undefined) {
  const route = find(key);
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body) ?? '');
  const raw = { method: route.method, path: fillPath(route.path), headers: JSON_TYPE, body: bytes };
  return prober.probe(route, what, raw, judge);
}

test('the corpus has at least 2,000 cases, and some of each of the 18 classes', () => {
  const counts = Object.entries(CLASSES).map(([name, lists]) => [name, countCases(lists)] as const);
  process.stdout.write(`${counts.map(([name, count]) => `corpus: ${count} ${name}`).join('\n')}\n`);
  expect(counts).toHaveLength(18);
  expect(counts.filter(([, count]) => count < 50)).toEqual([]);
  expect(counts.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThanOrEqual(MIN_CASES);
});

test('classes 1 and 2: bytes that are no text, and text that is no JSON', async () => {
  const keys = ['POST /events/v1', 'POST /dispatchers/v1', 'POST /api/v1/preview'];
  await each(BYTES, async ({ name, value }) => {
    for (const key of keys) await post(key, name, value);
  });
  await each(JSON_TEXTS, async ({ name, value }) => {
    for (const key of keys) await post(key, name, Buffer.from(value));
  });
  await prober.expectNoFaults();
});

test('classes 5 and 6: times and numbers that are none', async () => {
  const token = { name: 'a', permissions: ['VIEW_EVENTS'] };
  await each([...TIMES, ...TIME_NUMBERS], async ({ name, value }) => {
    await post('POST /tasks/v1', `a start at ${name}`, { functionName: 'none', startTimestamp: value });
    await post('POST /tasks/v1/schedules', `a start at ${name}`, {
      functionName: 'none',
      interval: 60,
      startTimestamp: value,
    });
    await post('POST /api/v1/tokens', `an expiry at ${name}`, { ...token, expiresAt: value });
  });
  await each(NUMBERS, async ({ name, value }) => {
    // A priority may be below zero.
    if (value !== -1) await post('POST /tasks/v1', `the priority ${name}`, { functionName: 'none', priority: value });
    await post('POST /tasks/v1/schedules', `the interval ${name}`, { functionName: 'none', interval: value });
    await post('POST /tasks/v1/functions', `the time limit ${name}`, {
      name: 'f',
      kind: 'http',
      http: { url: 'https://example.com' },
      timeLimit: value,
    });
  });
  await prober.expectNoFaults();
});

test('class 7: addresses that are none or more than one, and headers of more than one line', async () => {
  const mail = { recipients: { to: ['a@example.com'] }, subject: 'x', body: 'x' };
  await each([...ADDRESSES, ...xss.slice(0, 40)], async (address) => {
    const what = JSON.stringify(address).slice(0, 60);
    for (const field of ['to', 'cc', 'bcc'])
      await post('POST /mail/v1', `${field} ${what}`, {
        ...mail,
        recipients: { to: ['a@example.com'], [field]: [address] },
      });
    await post('POST /mail/v1', `from ${what}`, { ...mail, from: address });
    await post('POST /mail/v1', `reply_to ${what}`, { ...mail, reply_to: [address] });
    const action = { type: 'mail', recipients: { to: [address] }, templateName: 'none' };
    await post('POST /dispatchers/v1', `a recipient ${what}`, { eventType: 'a', actions: [action] });
    await post('PUT /api/v1/settings/mail', `from ${what}`, { smtp: null, from: address, mode: 'capture' });
  });
  await each(headerTexts, async (text) => {
    await post('POST /mail/v1', `a subject ${JSON.stringify(text)}`, { ...mail, subject: text });
    await post('POST /mail/v1', `an attachment ${JSON.stringify(text)}`, {
      ...mail,
      attachments: [{ name: text, content: 'eA==' }],
    });
  });
  await prober.expectNoFaults();
});

/** A URL of a private address is stored as it is, and refused when it is called: `lib/http/ssrf.test.ts`. */
test('S-16, class 8: URLs that may not be called, or are none, are refused where they are saved, and as names of mail servers', async () => {
  const key = 'POST /tasks/v1/functions';
  await each(urls, async (url) => {
    const what = JSON.stringify(url).slice(0, 60);
    await post(key, what, { name: 'f', kind: 'http', http: { url } });
    await post(key, `Lambda at ${what}`, {
      name: 'f',
      kind: 'lambda',
      lambda: { functionName: 'f', region: 'eu-west-1', endpoint: url },
    });
    const host = url.replace(/^[a-z+]*:\/\//i, '');
    const smtp = { host: host.includes('/') ? host : '', port: 25, security: 'automatic' };
    await post('PUT /api/v1/settings/mail', `the server ${what}`, { smtp, from: 'a@example.com', mode: 'live' });
  });
  await prober.expectNoFaults();
});

test('class 9: templates that are none are refused, and those without end answer at once', async () => {
  const isJson = (answer: RawAnswer) => (answer.status >= 500 ? `answers ${answer.status}` : undefined);
  await each(TEMPLATES, async ({ name, value }) => {
    const body = { name: 'bad', outputs: { subject: 'x', body: value } };
    const parsed = value.length > 200_000 || /^(\{\{nope|braces)/.test(name);
    await post('POST /templates/v2', name, body, parsed ? undefined : refusedOrNever);
    await post('POST /api/v1/templates/preview', name, { template: body, values: { inputs: {} } }, isJson);
  });
  await each(TEMPLATE_BOMBS, async ({ name, value }) => {
    const body = {
      template: { name: 'bomb', outputs: { subject: 'x', body: value } },
      values: { inputs: BOMB_INPUTS },
    };
    await post('POST /api/v1/templates/preview', name, body, (answer) =>
      answer.status < 500 && answer.tookMs < 2_000 ? undefined : `answers ${answer.status} after ${answer.tookMs} ms`,
    );
  });
  await prober.expectNoFaults();
});

/** A template that some parser would refuse may be good for another; it must never be a fault. */
function refusedOrNever({ status, text }: RawAnswer): string | undefined {
  return status < 500 ? undefined : `answers ${status} ${text.slice(0, 100)}`;
}

test('S-13, class 11: credentials that prove nothing open nothing', async () => {
  const closed = ROUTES.filter(({ entry }) => entry.permission !== 'public');
  await each(CREDENTIALS, async ({ name, value }) => {
    for (const route of pickSome(closed, SOME_ROUTES, random)) {
      const body = route.method === 'GET' || route.method === 'DELETE' ? undefined : Buffer.from('{}');
      const headers = { ...JSON_TYPE, authorization: 'none', ...value };
      await prober.probe(route, name, { method: route.method, path: fillPath(route.path), headers, body });
    }
  });
  await prober.expectNoFaults();
});

test('S-24, class 12: files that cannot be imported are refused whole', async () => {
  await each(IMPORTS, async ({ name, value }) => {
    await post('POST /api/v1/dispatchers/import', name, value);
  });
  await prober.expectNoFaults();
});

test('S-25, class 13: queries that cannot be read are refused by every list', async () => {
  const lists = ROUTES.filter(({ entry, path }) => entry.query === 'rql' && !path.includes('{'));
  await each(QUERIES, async ({ name, value }) => {
    for (const route of pickSome(lists, SOME_ROUTES, random)) {
      const path = `${route.path}?${value.replace(/[ "<>{}“”`]/g, encodeURIComponent)}`;
      await prober.probe(route, name, { method: route.method, path });
    }
  });
  await prober.expectNoFaults();
});

test('class 14: what is meant for server actions and the flight decoder finds none', async () => {
  const targets = ['/', '/dispatchers', '/sign-in', '/events/v1', '/webhooks/default'];
  await each(FLIGHT, async ({ name, value }) => {
    for (const path of targets) {
      const answer = await sendRaw(server.port, { ...value, path, body: Buffer.from(value.body) });
      const isRefused = answer.status >= 400 && answer.status <= 499 && /"code":\d+/.test(answer.text);
      prober.note(isRefused ? '' : `${path} with ${name}: ${answer.status} ${answer.text.slice(0, 80)}`);
    }
  });
  await prober.expectNoFaults();
});

test('S-22, after all that, nothing is stored, nothing is polluted, the file is sound and the server works', async () => {
  process.stdout.write(`corpus: ${prober.count()} malformed requests, ${localNames.length} names of this machine\n`);
  expect(prober.count()).toBeGreaterThanOrEqual(MIN_REQUESTS);
  const { templates: stored = 0, ...after } = countRows(server.dataDir);
  const { templates: earlier = 0, ...others } = before;
  expect(after).toEqual(others);
  // Some of class 9 are templates after all.
  expect(stored - earlier).toBeLessThanOrEqual(1);
  expect(checkIntegrity(server.dataDir)).toBe('ok');
  expect(server.process.exitCode).toBeNull();
  expect(server.output()).not.toMatch(/a request failed|could not answer/);
  expect((await request(server.url, 'POST', '/events/v1', { type: 'still_alive' }, { authorization })).status).toBe(
    200,
  );
});
