import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from '@playwright/test';
import { listRoutes } from '@/lib/http/registry/routes';
import { type Api, request, sendEvent, signed, signIn } from './fixtures/api';
import { ADMIN, type DispatchersServer, startDispatchers, startInVain } from './fixtures/dispatchers-server';
import { createFunction } from './fixtures/factories';
import { sendRaw } from './fixtures/refusal';
import { fillPath } from './fixtures/route-call';
import { auditHashOf } from './fixtures/table-counts';
import { ended } from './fixtures/wait-for';

const WRITES_PER_MINUTE = 400;
const EVENTS_PER_MINUTE = 60;
/** What may be shown, and is looked for to know that looking finds things. */
const SHOWN = 'canary-that-may-be-shown';
const CONSUMER_SECRET = 'canary-of-the-consumer';
const ENV = {
  LOG_LEVEL: 'trace',
  TRUSTED_PROXIES: '127.0.0.1,::1',
  ALLOW_PRIVATE_TARGETS: '127.0.0.1',
  OAUTH1_CONSUMER_KEY: 'e2e-consumer',
  OAUTH1_CONSUMER_SECRET: CONSUMER_SECRET,
  WRITES_PER_MINUTE: String(WRITES_PER_MINUTE),
  EVENTS_PER_MINUTE: String(EVENTS_PER_MINUTE),
};

let server: DispatchersServer;
let api: Api;
/** What each secret is, and the secret. */
const planted: Record<string, string> = { 'the consumer secret': CONSUMER_SECRET, 'the password': ADMIN.password };

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  server = await startDispatchers({ env: ENV });
  api = await signIn(server);
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

async function plantSecrets(): Promise<void> {
  const post = async (method: string, where: string, body: object) => {
    const answer = await api.call(method, where, body);
    expect([where, answer.status]).toEqual([where, 200]);
    return answer.body;
  };
  const whsec = (text: string) => `whsec_${Buffer.from(text.padEnd(30, '.')).toString('base64')}`;
  planted['a variable of a function'] = 'canary-of-a-variable';
  planted['a signing secret'] = whsec('canary of a signing secret');
  planted['a Lambda key'] = 'canary-of-a-lambda-key';
  planted['the mail password'] = 'canary-of-the-mail-password';
  const throwing = `exports.handler = async () => { throw new Error(process.env.KEY.length + ' characters'); };`;
  const name = await createFunction(api, throwing, {
    description: SHOWN,
    environmentVariables: { KEY: { value: planted['a variable of a function'] } },
  });
  await post('POST', '/tasks/v1/functions', {
    name: 'hook',
    kind: 'http',
    http: { url: 'http://127.0.0.1:65431/', secret: planted['a signing secret'] },
  });
  await post('POST', '/tasks/v1/functions', {
    name: 'cloud',
    kind: 'lambda',
    lambda: {
      functionName: 'f',
      region: 'eu-west-1',
      endpoint: 'http://127.0.0.1:65431/',
      credentials: { accessKeyId: 'AKID', secretAccessKey: planted['a Lambda key'] },
    },
  });
  const smtp = {
    host: '127.0.0.1',
    port: 2_525,
    security: 'automatic',
    user: 'u',
    password: planted['the mail password'],
  };
  await post('PUT', '/api/v1/settings/mail', { smtp, from: 'a@example.com', mode: 'live' });
  planted['an API token'] = String(
    (await post('POST', '/api/v1/tokens', { name: 'one', permissions: ['VIEW_EVENTS'] })).secret,
  );
  planted['an application’s secret'] = String(
    (await post('POST', '/api/v1/applications', { name: 'app', kind: 'oauth1' })).secret,
  );
  planted['a source’s secret'] = String((await post('POST', '/api/v1/sources', { name: 'crm' })).secret);
  planted['the secret after it'] = String((await post('POST', '/api/v1/sources/crm/rotate?overlapHours=1', {})).secret);
  planted['an access token'] = api.token;
  planted['a new user’s password'] = 'canary of a new person';
  await post('POST', '/api/v1/users', {
    email: 'b@example.com',
    roles: ['Viewer'],
    password: planted['a new user’s password'],
  });
  const session = await request(server.url, 'POST', '/api/v1/session', ADMIN, { 'sec-fetch-site': 'same-origin' });
  planted['a session'] = /dispatchers-session=([^;]+)/.exec(session.headers.get('set-cookie') ?? '')?.[1] ?? '';
  planted['a known browser'] = /dispatchers-device=([^;]+)/.exec(session.headers.get('set-cookie') ?? '')?.[1] ?? '';
  for (const functionName of [name, 'hook', 'cloud']) {
    const task = await post('POST', '/tasks/v1', { functionName, data: {} });
    if (functionName === name) await ended(api, String(task.id));
  }
  await api.call('PUT', '/tasks/v1/functions/hook', { http: { url: 'http://127.0.0.1:65431/', secret: 'not one' } });
  await api.call('POST', '/api/v1/settings/mail/test');
}

/** Every answer that only reads, as the administrator sees it. */
async function readEverything(): Promise<string> {
  const texts: string[] = [];
  const { body } = await api.call<{ data: { id: string }[] }>('GET', '/api/v1/audit?limit(100)');
  for (const { id } of body.data) texts.push(JSON.stringify((await api.call('GET', `/api/v1/audit/${id}`)).body));
  for (const { method, path: pattern, entry } of listRoutes()) {
    if (method !== 'GET' || entry.media === 'text/event-stream') continue;
    for (const name of ['hook', 'cloud', 'crm']) {
      const answer = await fetch(server.url + fillPath(pattern, { name }), {
        headers: { authorization: `Bearer ${api.token}` },
      });
      texts.push(await answer.text());
      if (!pattern.includes('{name}')) break;
    }
  }
  return texts.join('\n');
}

function readFiles(directory: string): string {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(directory, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'latin1'))
    .join('\n');
}

test('S-11, S-27: no secret is found in the database, its log, a backup, the server’s log or any answer', async () => {
  await plantSecrets();
  expect(Object.entries(planted).filter(([, secret]) => secret.length < 10)).toEqual([]);
  const outside = mkdtempSync(path.join(tmpdir(), 'dispatchers-backup-'));
  const backup = path.join(outside, 'backup.db');
  const made = spawnSync(process.execPath, ['db/backup.mjs', backup], {
    env: { ...process.env, DATA_DIR: server.dataDir },
  });
  expect(made.status).toBe(0);
  const logged = await sendEvent(server, { type: 'canary-in-an-event', content: { secret: 'canary-of-an-event' } });
  expect(logged.status).toBe(202);
  const places: Record<string, string> = {
    'the files of the server': readFiles(server.dataDir),
    'a backup': readFileSync(backup, 'latin1'),
    'an answer': await readEverything(),
    'the log': server.output(),
  };
  rmSync(outside, { recursive: true });
  for (const place of ['the files of the server', 'a backup', 'an answer'])
    expect(places[place], place).toContain(SHOWN);
  expect(places['the log']).not.toContain('canary-of-an-event');
  const found = Object.entries(places).flatMap(([place, text]) =>
    Object.entries(planted).flatMap(([what, secret]) => (text.includes(secret) ? [`${what} is in ${place}`] : [])),
  );
  expect(found).toEqual([]);
});

test('S-26: the log names the newest entry of the audit log, where who writes the file cannot change it', async () => {
  await server.stop();
  server = await startDispatchers({ dataDir: server.dataDir, env: ENV });
  const named = () => /"audit":(\{[^}]*\})/.exec(server.output())?.[1];
  await expect.poll(named).toBeDefined();
  const { sequence, hash } = JSON.parse(named() ?? '') as { sequence: number; hash: string };
  expect(sequence).toBeGreaterThan(10);
  expect(auditHashOf(server.dataDir, sequence)).toBe(hash);
  api = await signIn(server);
});

test('S-28: an address counts as a trusted proxy wrote it, and links lead where PUBLIC_URL says', async () => {
  const attempt = { email: 'nobody@example.com', password: 'wrong' };
  const headers = { 'sec-fetch-site': 'same-origin', 'x-forwarded-for': '6.6.6.6, 203.0.113.8' };
  expect((await request(server.url, 'POST', '/api/v1/session', attempt, headers)).body).toMatchObject({ code: 106 });
  const { body } = await api.call<{ data: { address: string }[] }>('GET', '/api/v1/audit?eq(act,sign_in_failed)');
  expect(body.data[0]?.address).toBe('203.0.113.8');
  const poisoned = {
    authorization: `Bearer ${api.token}`,
    'content-type': 'application/json',
    host: 'evil.test',
    'x-forwarded-host': 'evil.test',
    'x-forwarded-proto': 'https',
    forwarded: 'host=evil.test',
  };
  const invitation = Buffer.from(JSON.stringify({ email: 'c@example.com', roles: ['Viewer'] }));
  const answer = await sendRaw(server.port, {
    method: 'POST',
    path: '/api/v1/users',
    headers: poisoned,
    body: invitation,
  });
  expect(answer.status).toBe(200);
  expect(answer.text).toContain(`${server.url}/set-password#`);
  expect(answer.text).not.toContain('evil.test');
});

test('S-28: nobody else on this host gets past the door: the socket of the console believes only its entry', async () => {
  test.skip(process.platform !== 'linux', 'only Linux has abstract sockets');
  const name = consoleSocketOf(server.process.pid ?? 0);
  for (const secret of [undefined, 'guessed', 'x'.repeat(32)]) {
    const headers = {
      host: 'localhost',
      'x-dispatchers-address': '127.0.0.1',
      ...(secret && { 'x-dispatchers-entry': secret }),
    };
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      get({ socketPath: `\0${name}`, path: '/api/v1/session', headers }, resolve).on('error', reject);
    });
    expect([secret, answer.statusCode, await text(answer)]).toEqual([secret, 403, '']);
  }
});

/** The abstract socket that a process listens on, as the kernel lists it (proc(5), `/proc/net/unix`). */
function consoleSocketOf(pid: number): string {
  const LISTENS = '00010000';
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => /\d+/.exec(linkOf(`/proc/${pid}/fd/${fd}`)) ?? []),
  );
  const sockets = readFileSync('/proc/net/unix', 'latin1')
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  const name = sockets.find(
    ([, , , flags, , , inode = '', path]) => path && flags === LISTENS && inodes.has(inode),
  )?.[7];
  expect(name).toMatch(/^@dispatchers-/);
  return (name ?? '').slice(1).replace(/@+$/, '');
}

/** A file may be closed by the time that it is looked at. */
function linkOf(fd: string): string {
  try {
    return readlinkSync(fd);
  } catch {
    return '';
  }
}

test('S-29: one caller’s events and changes have a limit; reading, and others, go on', async () => {
  const statuses: number[] = [];
  for (let i = 0; i < EVENTS_PER_MINUTE + 20; i++) statuses.push((await sendEvent(server, { type: 'much' })).status);
  expect(new Set(statuses)).toEqual(new Set([202, 429]));
  const body = JSON.stringify({ type: 'much' });
  const refused = await request(server.url, 'POST', '/webhooks/default', body, signed(body));
  expect([refused.status, refused.body.code]).toEqual([429, 27]);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect((await api.call('POST', '/events/v1', { type: 'by_another_sender' })).status).toBe(200);

  let last = 200;
  for (let i = 0; i < WRITES_PER_MINUTE + 50 && last !== 429; i++)
    last = (await api.call('POST', '/dispatchers/v1', {})).status;
  expect(last).toBe(429);
  expect((await api.call('GET', '/dispatchers/v1')).status).toBe(200);
});

test('S-11: another key stops the start in a sentence; a new one opens everything', async () => {
  await server.stop();
  const other = await startInVain({
    dataDir: server.dataDir,
    env: { ...ENV, SECRET_KEY: 'another key of thirty-two characters or more' },
  });
  expect(other.code).toBe(78);
  expect(other.output).toContain('The secret key is not the one that this database was made with');
  expect(other.output).not.toMatch(/\n\s+at /);
  const rotated = spawnSync(process.execPath, ['lib/server/rotate-key.mjs'], {
    env: { ...process.env, DATA_DIR: server.dataDir },
    encoding: 'utf8',
  });
  expect(rotated.stderr).toBe('');
  expect(rotated.stdout).toMatch(/^\d+ secrets are sealed with the new key\./);
  server = await startDispatchers({ dataDir: server.dataDir, env: ENV });
  const sent = await sendEvent(server, { type: 'after_the_rotation' });
  expect(sent.status).toBe(202);
});
