import { connect } from 'node:net';
import { expect, test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { listRoutes } from '@/lib/http/registry/routes';
import { createOpenApiDocument } from '@/lib/openapi/document';
import { BODIES } from './corpus/bodies';
import badHeaders from './corpus/headers.json' with { type: 'json' };
import { listMutants, type Schema } from './corpus/mutate';
import badNames from './corpus/names.json' with { type: 'json' };
import badQueries from './corpus/queries.json' with { type: 'json' };
import { createRandom, pickSome } from './corpus/random';
import { RAW_REQUESTS } from './corpus/raw-requests';
import { request, signIn } from './fixtures/api';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createProber, type Prober } from './fixtures/prober';
import { sendRaw } from './fixtures/refusal';
import { fillPath } from './fixtures/route-call';
import { checkIntegrity, countRows } from './fixtures/table-counts';

const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
const MUTANTS_PER_ROUTE = 45;
const MIN_REQUESTS = 2_000;

const ROUTES = listRoutes();
const document = createOpenApiDocument('http://localhost');
const ajv = new Ajv2020({ strict: false, validateFormats: false, code: { esm: true } });
ajv.addSchema(document as unknown as Schema, 'api');
const random = createRandom(SEED);

let server: DispatchersServer;
let authorization: string;
let before: Record<string, number>;
let prober: Prober;

test.describe.configure({ mode: 'serial', timeout: 300_000 });

test.beforeAll(async () => {
  process.stdout.write(`fuzz seed ${SEED} (FUZZ_SEED sets it)\n`);
  server = await startDispatchers();
  authorization = `Bearer ${(await signIn(server)).token}`;
  prober = createProber(server, authorization);
  // The first request of each kind loads code; that is no work of the request.
  for (const { method, path } of ROUTES)
    await sendRaw(server.port, { method, path: fillPath(path), headers: { authorization: 'none' } });
  before = countRows(server.dataDir);
});
test.afterAll(async () => {
  await server.stop();
  server.cleanUp();
});

const probe: Prober['probe'] = (...parameters) => prober.probe(...parameters);
const expectNoFaults = () => prober.expectNoFaults();

const JSON_TYPE = { 'content-type': 'application/json' };
const WITH_BODY = ROUTES.filter(({ entry }) => entry.body !== undefined);

test('S-21: bytes that are no JSON, or over a limit, are refused by every operation that takes a body', async () => {
  for (const route of WITH_BODY) {
    for (const { name, bytes } of BODIES.filter(({ heavy }) => !heavy)) {
      await probe(route, name, { method: route.method, path: fillPath(route.path), headers: JSON_TYPE, body: bytes });
    }
  }
  for (const route of pickSome(WITH_BODY, 4, random)) {
    for (const { name, bytes } of BODIES.filter(({ heavy }) => heavy)) {
      await probe(route, name, { method: route.method, path: fillPath(route.path), headers: JSON_TYPE, body: bytes });
    }
  }
  await expectNoFaults();
});

test('a field of a wrong type, out of bounds or missing is refused, as the description says', async () => {
  for (const route of WITH_BODY) {
    const pointer = `/paths/${route.path.replaceAll('/', '~1')}/${route.method.toLowerCase()}/requestBody/content/application~1json/schema`;
    const accepts = ajv.compile({ $ref: `api#${encodeURI(pointer)}` });
    const wrong = listMutants({ $ref: `#${pointer}` }, resolve).filter(
      ({ value }) => !accepts(value) || route.entry.body?.safeParse(value).success === false,
    );
    for (const { name, value } of pickSome(wrong, MUTANTS_PER_ROUTE, random)) {
      const body = Buffer.from(JSON.stringify(value) ?? '');
      await probe(route, name, { method: route.method, path: fillPath(route.path), headers: JSON_TYPE, body });
    }
  }
  await expectNoFaults();
});

function resolve(schema: Schema): Schema {
  if (typeof schema.$ref !== 'string') return schema;
  const parts = schema.$ref.replace('#/', '').split('/');
  const found = parts.reduce<unknown>((node, part) => (node as Schema)[part.replaceAll('~1', '/')], document);
  return resolve(found as Schema);
}

test('ids and names that are none, or nobody’s, are refused in every path', async () => {
  for (const route of ROUTES.filter(({ path, entry }) => path.includes('{') && entry.permission !== 'public')) {
    const variables = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    for (const name of badNames) {
      const params = Object.fromEntries(variables.map((variable) => [variable, name]));
      const body = route.entry.body ? Buffer.from('{}') : undefined;
      await probe(route, name, { method: route.method, path: fillPath(route.path, params), headers: JSON_TYPE, body });
    }
  }
  await expectNoFaults();
});

test('queries that cannot be read, or name what is not there, are refused by every list', async () => {
  for (const route of ROUTES.filter(({ entry, path }) => entry.query === 'rql' && !path.includes('{'))) {
    for (const query of badQueries) {
      const path = `${route.path}?${query.replace(/[ "<>{}“”]/g, encodeURIComponent)}`;
      await probe(route, query, { method: route.method, path });
    }
    const bombs = [
      '('.repeat(15_000),
      `eq(id,a)${'&eq(id,a)'.repeat(1_500)}`,
      'a'.repeat(16_000),
      `${'and('.repeat(50)}eq(id,a)${')'.repeat(50)}`,
      `like(nope,${'%25'.repeat(3_000)})`,
    ];
    for (const query of bombs)
      await probe(route, query.slice(0, 30), { method: route.method, path: `${route.path}?${query}` });
  }
  await expectNoFaults();
});

test('parameters of a query that are out of bounds are refused', async () => {
  const values = [
    '',
    '%20',
    '0',
    '-1',
    '1.5',
    '1e9',
    '1e999',
    '101',
    'NaN',
    'nope',
    'null',
    '[]',
    '%00',
    '%0a',
    'constructor',
    "'",
    'zz',
    'x'.repeat(300),
  ];
  for (const route of ROUTES) {
    const { query } = route.entry;
    if (query === undefined || query === 'rql') continue;
    for (const name of Object.keys(query.shape)) {
      for (const value of values.filter((one) => !query.safeParse({ [name]: decodeURIComponent(one) }).success)) {
        await probe(route, `${name}=${value}`, {
          method: route.method,
          path: `${fillPath(route.path)}?${name}=${value}`,
        });
      }
    }
  }
  await expectNoFaults();
});

test('S-01, S-13: credentials that are none are refused by every operation that asks for them', async () => {
  for (const route of ROUTES.filter(({ entry }) => entry.permission !== 'public')) {
    for (const { name, headers } of badHeaders) {
      const body = route.method === 'GET' || route.method === 'DELETE' ? undefined : Buffer.from('{}');
      await probe(route, name, {
        method: route.method,
        path: fillPath(route.path),
        headers: { ...JSON_TYPE, ...(headers as unknown as Record<string, string>) },
        body,
      });
    }
  }
  await expectNoFaults();
});

test('S-01: a method that an operation does not have is refused', async () => {
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'SEARCH', 'PURGE', 'REPORT'];
  for (const path of new Set(ROUTES.map((route) => route.path))) {
    const own = ROUTES.filter((route) => route.path === path);
    const [route] = own;
    for (const method of methods.filter((one) => own.every((other) => other.method !== one))) {
      if (route) await probe(route, method, { method, path: fillPath(path) });
    }
  }
  await expectNoFaults();
});

test('S-21: what is hardly HTTP is refused or hung up on, never answered with a fault of ours', async () => {
  for (const { name, bytes, silent } of RAW_REQUESTS) {
    const reply = await exchange(bytes(authorization));
    const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(reply)?.[1] ?? 0);
    const isOurs = status === 0 || /"code":\d+,"name":"[A-Z0-9_]+"/.test(reply);
    const isRefused = status === 0 ? silent : status >= 400 && status <= 499;
    prober.note(isRefused && isOurs ? '' : `${name}: ${reply.slice(0, 200) || 'no answer'}`);
  }
  await expectNoFaults();
});

/** So long an answer may take to begin, and to go on. */
const ANSWER_MS = 1_000;
const PAUSE_MS = 300;

/** Writes bytes, and reads all that comes back. */
function exchange(bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let reply = '';
    const socket = connect({ port: server.port, host: '127.0.0.1' }, () => socket.write(bytes));
    // To hang up before the answer is no way to get one: Node takes it for somebody who has left.
    const end = () => socket.end();
    let timer = setTimeout(end, ANSWER_MS);
    socket.setEncoding('latin1').on('data', (chunk) => {
      reply += String(chunk);
      clearTimeout(timer);
      timer = setTimeout(end, PAUSE_MS);
    });
    socket
      .on('error', () => undefined)
      .on('close', () => {
        clearTimeout(timer);
        resolve(reply);
      });
  });
}

test('S-22, S-27: after all that, nothing is stored, the file is sound, and the server works', async () => {
  process.stdout.write(`fuzz: ${prober.count()} malformed requests\n`);
  expect(prober.count()).toBeGreaterThanOrEqual(MIN_REQUESTS);
  expect(countRows(server.dataDir)).toEqual(before);
  expect(checkIntegrity(server.dataDir)).toBe('ok');
  expect(server.process.exitCode).toBeNull();
  expect(server.output()).not.toMatch(/a request failed|could not answer/);
  expect(Object.keys({})).toEqual([]);
  const stored = await request(server.url, 'POST', '/events/v1', { type: 'still_alive' }, { authorization });
  expect(stored.status).toBe(200);
});
