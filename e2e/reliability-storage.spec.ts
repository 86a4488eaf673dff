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
import { beginDispatchers, type DispatchersServer, startDispatchers, startInVain } from './fixtures/dispatchers-server';
import { createDispatcher, createFunction, createTemplate } from './fixtures/factories';
import { countOldRows, makeOldDatabase, readUpgrade } from './fixtures/rig/old-database';
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
  const server = await startDispatchers({ dataDir: disk.folder, env: { MIN_FREE_BYTES: '0' } });
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
    expect((await request(server.url, 'GET', '/ready')).status).toBe(503);
    for (let i = 0; i < 5; i++) expect((await post()).status).toBe(503);

    disk.resize(64);
    const after = await waitFor(
      'an event to be taken',
      async () => {
        const { status, body } = await post();
        return status === 202 ? body.id : undefined;
      },
      5_000,
    );
    for (const id of [...taken, after]) expect((await api.event(id)).event.id).toBe(id);
    expect(checkIntegrity(disk.folder)).toBe('ok');
  } finally {
    await server.kill();
    disk.remove();
  }
});

/** The longest that the server took to answer a question that needs nothing, asked again and again until `done`. */
async function longestStall(server: DispatchersServer, done: () => boolean): Promise<number> {
  let longest = 0;
  while (!done()) {
    const askedAt = performance.now();
    await fetch(`${server.url}/health`).then((response) => response.text());
    longest = Math.max(longest, performance.now() - askedAt);
    await delay(5);
  }
  return longest;
}

for (const [heldMs, refused] of [
  [1_000, false],
  [7_000, true],
] as const) {
  test(`R-13: another program that holds the database for ${heldMs / 1_000} s costs no event, and does not freeze the server`, async () => {
    const seed = announceSeed('R-13');
    const server = await startDispatchers();
    const other = new SqliteDatabase(path.join(server.dataDir, 'dispatchers.db'));
    try {
      const api = await signIn(server);
      const load = { url: server.url, rate: 50, connections: 16, atMost: 1_000, random: randomFrom(seed) };
      const sender = startSender({ ...load, event: (n) => ({ type: 'locked_out', content: { n } }) });
      await delay(500);
      other.exec('BEGIN IMMEDIATE');
      let held = true;
      const stall = longestStall(server, () => !held);
      await delay(heldMs);
      other.exec('COMMIT');
      held = false;
      await sender.stop();
      expect(await stall, 'the event loop was free').toBeLessThan(refused ? 1_000 : 600);
      expect([...sender.answers.keys()].filter((status) => ![200, 202, 503].includes(Number(status)))).toEqual([]);
      expect(sender.answers.has(503), 'nobody is kept waiting for more than some seconds').toBe(refused);
      const { body } = await api.call<{ page: { total: number } }>('GET', '/events/v1/?eq(type,locked_out)&limit(1)');
      expect(body.page.total).toBe(sender.sent.length);
    } finally {
      other.close();
      await server.kill();
      server.cleanUp();
    }
  });
}

test('R-15: an upgrade that is killed again and again goes on at the next start, and loses nothing', async () => {
  const seed = announceSeed('R-15');
  const random = randomFrom(seed);
  const dataDir = makeOldDatabase(20_000);
  const before = countOldRows(dataDir);
  for (let kill = 0; kill < 3; kill++) {
    const starting = await beginDispatchers({ dataDir });
    await waitFor('the upgrade to begin', async () => existsSync(path.join(dataDir, 'engine.lock')) || undefined);
    await delay(between(random, 0, 150));
    await starting.kill();
  }
  const server = await startDispatchers({ dataDir });
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

test('R-16: a database that is cut off, damaged, or gone, or whose log is gone, ends the start with its name and a remedy', async () => {
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
});

function fileSize(dataDir: string): number | undefined {
  return statSync(path.join(dataDir, 'dispatchers.db'), { throwIfNoEntry: false })?.size;
}

test('R-16: a row that cannot be read disables what it describes, and nothing else', async () => {
  const server = await startDispatchers();
  const api = await signIn(server);
  const work = await createFunction(api, 'exports.handler = async () => 1;');
  const template = await createTemplate(api);
  const bad = await createDispatcher(api, 'spoilt', [{ type: 'task', functionName: work }]);
  await createDispatcher(api, 'mailed', [
    { type: 'mail', recipients: { to: ['reader@example.com'] }, templateName: template.name },
  ]);
  await createDispatcher(api, 'sound', [{ type: 'task', functionName: work }]);
  await server.stop();
  const sqlite = new SqliteDatabase(path.join(server.dataDir, 'dispatchers.db'));
  sqlite.prepare("UPDATE dispatcher_revisions SET definition = '{' WHERE dispatcher_id = ?").run(bad);
  sqlite.prepare("UPDATE templates SET outputs = '{' WHERE name = ?").run(template.name);
  sqlite.close();

  const next = await startDispatchers(server.options);
  try {
    const caller = await signIn(next);
    const sound = await sendEvent(next, { type: 'sound' });
    expect(sound.status).toBe(202);
    expect((await settled(caller, sound.body.id)).runs[0]?.status).toBe('succeeded');
    const mailed = await sendEvent(next, { type: 'mailed' });
    expect((await settled(caller, mailed.body.id)).runs[0]?.status).toBe('failed');
    // Taken, it would be an event without what must follow: its sender is told to keep it.
    expect((await sendEvent(next, { type: 'spoilt' })).status).toBe(500);
    expect((await sendEvent(next, { type: 'nobody_listens' })).status).toBe(202);
  } finally {
    await next.kill();
    next.cleanUp();
  }
});
