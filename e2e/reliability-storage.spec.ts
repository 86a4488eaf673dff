import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { request, sendEvent, signIn } from './fixtures/api';
import { beginDispatchers, startDispatchers } from './fixtures/dispatchers-server';
import { exportDatabase } from './fixtures/rig/export-database';
import { holdDatabase } from './fixtures/rig/hold-database';
import { countOldRows, makeOldDatabase, readUpgrade } from './fixtures/rig/old-database';
import { announceSeed, between, randomFrom } from './fixtures/rig/seed';
import { startSender } from './fixtures/rig/sender';
import { mountSmallDisk } from './fixtures/rig/small-disk';
import { checkIntegrity } from './fixtures/table-counts';
import { waitFor } from './fixtures/wait-for';

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

test('R-13 control: a server that answers before it commits takes events that the held database never gets', async () => {
  const server = await startDispatchers({ env: { DISPATCHERS_FAULT: 'ack-before-commit' } });
  try {
    const held = holdDatabase(server, 1_000);
    await delay(200);
    const posts = Array.from({ length: 20 }, () => sendEvent(server, { type: 'locked_out', content: {} }));
    const answers = await Promise.all(posts);
    await held;
    await server.kill();
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(202));
    expect(exportDatabase(server.dataDir).events.length).toBeLessThan(20);
  } finally {
    await server.kill();
    server.cleanUp();
  }
});

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
