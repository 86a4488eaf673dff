import {
  closeSync,
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import SqliteDatabase from 'better-sqlite3';
import { request, sendEvent, signIn } from './fixtures/api';
import { beginDispatchers, startDispatchers, startInVain } from './fixtures/dispatchers-server';
import { createDispatcher, createFunction, createTemplate } from './fixtures/factories';
import { exportDatabase } from './fixtures/rig/export-database';
import { holdDatabase } from './fixtures/rig/hold-database';
import { countOldRows, makeOldDatabase, readUpgrade } from './fixtures/rig/old-database';
import { mountReadOnly } from './fixtures/rig/read-only';
import { announceSeed, between, randomFrom } from './fixtures/rig/seed';
import { startSender } from './fixtures/rig/sender';
import { mountSmallDisk } from './fixtures/rig/small-disk';
import { checkIntegrity } from './fixtures/table-counts';
import { settled, waitFor } from './fixtures/wait-for';

test.beforeEach(() => test.setTimeout(180_000));

test('R-12: on a full disk events are refused with 503 and all else goes on; with room again they are taken', async () => {
  const disk = mountSmallDisk(8);
  test.skip(typeof disk === 'string', typeof disk === 'string' ? disk : undefined);
  if (typeof disk === 'string') return;
  const server = await startDispatchers({
    dataDir: disk.folder,
    env: { MIN_FREE_BYTES: '0', RESERVE_BYTES: '500000' },
  });
  try {
    const api = await signIn(server);
    const post = () => sendEvent(server, { type: 'large', content: { text: 'x'.repeat(60_000) } });
    const taken: string[] = [];
    const refusal = await waitFor(
      'the disk to be full',
      async () => {
        const { status, body, headers } = await post();
        if (status === 202) taken.push(body.id);
        return status === 202 ? undefined : { status, retryAfter: headers.get('retry-after') };
      },
      60_000,
    );
    expect(refusal).toEqual({ status: 503, retryAfter: expect.stringMatching(/^[1-9]\d*$/) });
    expect(taken.length).toBeGreaterThan(10);

    expect((await request(server.url, 'GET', '/health')).status).toBe(200);
    expect((await fetch(`${server.url}/sign-in`)).status).toBe(200);
    expect((await api.call('GET', '/events/v1/?limit(1)')).status).toBe(200);
    // Where there is no room for such an event there may still be some for a page: until that is gone too.
    await waitFor('readiness to tell', async () => {
      await sendEvent(server, { type: 'small' });
      return (await request(server.url, 'GET', '/ready')).status === 503 || undefined;
    });
    for (let i = 0; i < 5; i++) expect((await post()).status).toBe(503);

    const untilTaken = () =>
      waitFor(
        'an event to be taken',
        async () => {
          const { status, body } = await post();
          return status === 202 ? body.id : undefined;
        },
        5_000,
      );
    rmSync(path.join(disk.folder, 'reserve'));
    const byReserve = await untilTaken();
    disk.resize(64);
    const after = await untilTaken();
    for (const id of [...taken, byReserve, after]) expect((await api.event(id)).event.id).toBe(id);
    expect(checkIntegrity(disk.folder)).toBe('ok');
  } finally {
    await server.kill();
    disk.remove();
  }
});

test('R-12 control: a server that answers before it commits takes events that the full disk has no room for', async () => {
  const disk = mountSmallDisk(8);
  test.skip(typeof disk === 'string', typeof disk === 'string' ? disk : undefined);
  if (typeof disk === 'string') return;
  const env = { MIN_FREE_BYTES: '0', DISPATCHERS_FAULT: 'ack-before-commit' };
  const server = await startDispatchers({ dataDir: disk.folder, env });
  try {
    let taken = 0;
    // It takes all of them, until one that it cannot store ends it.
    const post = () => sendEvent(server, { type: 'large', content: { text: 'x'.repeat(60_000) } });
    for (let n = 0; n < 500; n++) {
      const answer = await post().catch(() => undefined);
      if (answer?.status !== 202) break;
      taken++;
    }
    await server.kill();
    disk.resize(64);
    expect(exportDatabase(disk.folder).events.length).toBeLessThan(taken);
  } finally {
    await server.kill();
    disk.remove();
  }
});

for (const [heldMs, refused] of [
  [1_000, false],
  [10_000, true],
] as const) {
  test(`R-13: another program that holds the database for ${heldMs / 1_000} s costs no event, and does not freeze the server`, async () => {
    const seed = announceSeed('R-13');
    const server = await startDispatchers();
    try {
      const api = await signIn(server);
      const load = { url: server.url, rate: 50, connections: 16, atMost: 1_000, random: randomFrom(seed) };
      const sender = startSender({ ...load, event: (n) => ({ type: 'locked_out', content: { n } }) });
      await delay(500);
      const waits = await holdDatabase(server, heldMs);
      await sender.stop();
      // One may be the machine's. A server in which each write waits for the lock lets all of them wait for 100 ms.
      expect(waits.filter((ms) => ms > 250).length, `of ${waits.length}, the event loop was free`).toBeLessThan(2);
      expect(waits.sort((a, b) => a - b)[Math.floor(waits.length / 2)], 'half of the answers').toBeLessThan(50);
      expect([...sender.answers.keys()].filter((status) => ![200, 202, 503].includes(Number(status)))).toEqual([]);
      expect(sender.answers.has(503), 'nobody is kept waiting for more than some seconds').toBe(refused);
      const { body } = await api.call<{ page: { total: number } }>('GET', '/events/v1/?eq(type,locked_out)&limit(1)');
      expect(body.page.total).toBe(sender.sent.length);
    } finally {
      await server.kill();
      server.cleanUp();
    }
  });
}

test('R-15: an upgrade that is killed again and again goes on at the next start, and loses nothing', async () => {
  const seed = announceSeed('R-15');
  const random = randomFrom(seed);
  const dataDir = makeOldDatabase(200_000);
  const before = countOldRows(dataDir);
  for (let kill = 0; kill < 3; kill++) {
    const starting = await beginDispatchers({ dataDir });
    await waitFor('the upgrade to begin', async () => existsSync(path.join(dataDir, 'engine.lock')) || undefined);
    await delay(between(random, 0, 1_500));
    await starting.kill();
  }
  const starts = await Promise.all([beginDispatchers({ dataDir }), beginDispatchers({ dataDir })]);
  const outcomes = await Promise.allSettled(starts.map((start) => start.ready()));
  const servers = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []));
  const [server] = servers;
  expect(refusals, 'of two at once, one upgrades').toEqual([expect.stringContaining('the server ended with 75')]);
  if (!server) throw new Error('none has started');
  try {
    expect(countOldRows(dataDir)).toEqual(before);
    const newest = readdirSync(path.join('db', 'migrations')).filter((name) => name.endsWith('.sql')).length - 1;
    expect(readUpgrade(dataDir)).toEqual({ versions: Array.from({ length: newest + 1 }, (_, i) => i), broken: [] });
    expect(checkIntegrity(dataDir)).toBe('ok');
    expect(existsSync(path.join(dataDir, 'dispatchers.db.schema-0')), 'a copy was made before').toBe(true);
    expect((await sendEvent(server, { type: 'old' })).status).toBe(202);
  } finally {
    await server.kill();
    server.cleanUp();
  }
});

/** A data directory with some events in it, of a server that was killed. */
async function usedData(): Promise<string> {
  const server = await startDispatchers();
  for (let n = 0; n < 20; n++) await sendEvent(server, { type: 'kept', content: { text: 'x'.repeat(5_000) } });
  await server.stop();
  const again = await startDispatchers(server.options);
  await sendEvent(again, { type: 'kept_last' });
  await again.kill();
  return server.dataDir;
}

test('R-16: a database that is cut off, damaged, or gone, or whose log is gone or of another database, ends the start with its name and a remedy', async () => {
  const damages: [string, RegExp, (file: string) => void][] = [
    ['the log is gone', /dispatchers\.db-wal is gone.*restore a backup/s, (file) => rmSync(`${file}-wal`)],
    ['the database is gone', /dispatchers\.db is gone.*restore a backup/s, (file) => rmSync(file)],
    [
      'it is cut off',
      /dispatchers\.db is not a sound database.*restore it from a backup/s,
      (file) => {
        rmSync(`${file}-wal`);
        rmSync(`${file}.state`);
        truncateSync(file, Math.floor(statSync(file).size / 2));
      },
    ],
    [
      'pages are overwritten',
      /dispatchers\.db is not a sound database.*restore it from a backup/s,
      (file) => {
        rmSync(`${file}-wal`);
        rmSync(`${file}.state`);
        const descriptor = openSync(file, 'r+');
        writeSync(descriptor, Buffer.alloc(20 * 4_096, 0xa5), 0, 20 * 4_096, 4_096);
        closeSync(descriptor);
      },
    ],
  ];
  const source = await usedData();
  const other = await usedData();
  damages.push([
    'the log is of another database',
    /dispatchers\.db-wal is damaged or belongs to another database.*restore a backup/s,
    (file) => cpSync(path.join(other, 'dispatchers.db-wal'), `${file}-wal`),
  ]);
  for (const [title, message, damage] of damages) {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'dispatchers-e2e-'));
    cpSync(source, dataDir, { recursive: true });
    damage(path.join(dataDir, 'dispatchers.db'));
    const size = fileSize(dataDir);
    const { code, output } = await startInVain({ dataDir });
    expect(output, title).toMatch(message);
    expect(output, title).not.toMatch(/\n\s+at /);
    expect(code, title).toBe(74);
    expect(fileSize(dataDir), 'nothing new is made in its place').toBe(size);
    rmSync(dataDir, { recursive: true });
  }
  const server = await startDispatchers({ dataDir: source });
  const { body } = await (await signIn(server)).call<{ page: { total: number } }>('GET', '/events/v1/?limit(1)');
  expect(body.page.total, 'undamaged, it starts with all that it had').toBe(21);
  await server.kill();
  server.cleanUp();
  rmSync(other, { recursive: true });
});

function fileSize(dataDir: string): number | undefined {
  return statSync(path.join(dataDir, 'dispatchers.db'), { throwIfNoEntry: false })?.size;
}

test('R-16: a row that cannot be read disables what it describes, and nothing else, and is told of', async () => {
  const server = await startDispatchers();
  const api = await signIn(server);
  const work = await createFunction(api, 'exports.handler = async () => 1;');
  const spoiltWork = await createFunction(api, 'exports.handler = async () => 2;');
  const template = await createTemplate(api);
  const soundTemplate = await createTemplate(api);
  const mail = { type: 'mail', recipients: { to: ['reader@example.com'] } };
  const bad = await createDispatcher(api, 'spoilt', [{ type: 'task', functionName: work }]);
  await createDispatcher(api, 'spoilt', [{ type: 'task', functionName: work }]);
  await createDispatcher(api, 'mailed', [{ ...mail, templateName: template.name }]);
  await createDispatcher(api, 'run', [{ type: 'task', functionName: spoiltWork }]);
  await createDispatcher(api, 'sound', [{ type: 'task', functionName: work }]);
  const { body: event } = await sendEvent(server, { type: 'spoilt' });
  const idOf = async (name: string) => {
    const { body } = await api.call<{ data: { id: string }[] }>('GET', `/templates/v2?eq(name,${name})`);
    return body.data[0]?.id;
  };
  const [templateId, soundId] = [await idOf(template.name), await idOf(soundTemplate.name)];
  await settled(api, event.id);
  await server.stop();
  const sqlite = new SqliteDatabase(path.join(server.dataDir, 'dispatchers.db'));
  sqlite.prepare("UPDATE dispatcher_revisions SET definition = '{' WHERE dispatcher_id = ?").run(bad);
  sqlite.prepare("UPDATE dispatchers SET tags = '[' WHERE id = ?").run(bad);
  sqlite.prepare("UPDATE templates SET outputs = '{', inputs = 'x' WHERE name = ?").run(template.name);
  sqlite.prepare("UPDATE functions SET definition = '{' WHERE name = ?").run(spoiltWork);
  sqlite.close();

  const next = await startDispatchers(server.options);
  try {
    const caller = await signIn(next);
    const fates = async (type: string) => {
      const { status, body } = await sendEvent(next, { type });
      expect(status, type).toBe(202);
      return (await settled(caller, body.id)).runs.map((run) => run.status);
    };
    expect(await fates('sound')).toEqual(['succeeded']);
    expect(await fates('mailed')).toEqual(['failed']);
    expect(await fates('run')).toEqual(['failed']);
    expect(await fates('spoilt'), 'what its revision says stands in other rows too').toEqual([
      'succeeded',
      'succeeded',
    ]);

    const lists = ['/templates/v2', '/dispatchers/v1', '/tasks/v1/functions', '/events/v1', '/events/v1/subscriptions'];
    const ofConsole = ['templates', 'dispatchers', 'dispatchers/facets', 'functions', 'runs', 'events'];
    const details = [`templates/${templateId}`, `functions/${spoiltWork}`, `events/${event.id}`];
    const paths = [
      ...lists,
      '/templates/v2?contains(outputs)',
      '/dispatchers/v1?eq(actions.type,task)&in(tags,a)',
      ...[...ofConsole, ...details].map((path) => `/api/v1/${path}`),
      '/api/v1/dispatchers/export',
      `/api/v1/dispatchers/${bad}/revisions`,
    ];
    for (const path of paths) expect((await caller.call('GET', path)).status, path).toBe(200);
    for (const [path, id] of [
      [`/templates/v2?eq(name,${soundTemplate.name})`, soundId],
      [`/dispatchers/v1?eq(id,${bad})`, bad],
    ]) {
      expect((await caller.call('GET', `${path}`)).body, path).toMatchObject({ data: [{ id }] });
    }
    for (const column of ['outputs', 'definition', 'tags']) {
      expect(next.output()).toContain(`A stored value of '${column}' is no JSON`);
    }
    const outputs = { subject: 'Mended', body: '<p>Mended</p>' };
    expect((await caller.call('PUT', `/templates/v2/${templateId}`, { outputs })).status).toBe(200);
    expect(await fates('mailed'), 'written anew, it works again').toEqual(['succeeded']);
  } finally {
    await next.kill();
    next.cleanUp();
  }
});

test('R-16: a data directory that cannot be written ends the start with its name and a remedy', async () => {
  const dataDir = await usedData();
  const mounted = mountReadOnly(dataDir);
  test.skip(typeof mounted === 'string', typeof mounted === 'string' ? mounted : undefined);
  if (typeof mounted === 'string') return;
  try {
    const { code, output } = await startInVain({ dataDir });
    expect(code).toBe(74);
    expect(output).toContain(dataDir);
    expect(output).toMatch(/cannot be written.*make its folder writable/s);
    expect(output).not.toMatch(/\n\s+at /);
  } finally {
    mounted.remove();
  }
  const server = await startDispatchers({ dataDir });
  expect((await sendEvent(server, { type: 'kept' })).status).toBe(202);
  await server.kill();
  server.cleanUp();
});
