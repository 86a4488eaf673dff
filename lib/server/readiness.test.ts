import { setTimeout as delay } from 'node:timers/promises';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeTransaction } from '@/db/client';
import { insertTask } from '@/db/tasks';
import { holdWriteLock } from '@/db/testing';
import { waitFor } from '@/e2e/fixtures/wait-for';
import { type Engine, type Loops, startEngine } from '@/lib/delivery/engine';
import { newObjectId } from '@/lib/format/id';
import { createFunction } from '@/lib/functions/create';
import { createDiskWatch } from './disk-watch';
import { createHeartbeats } from './heartbeats';
import { createReadiness } from './readiness';
import { EVERYTHING, type PrivateServer, startPrivateServer } from './testing/private-server';
import { watchLoops } from './watch-loops';

const LOOPS: (keyof Loops)[] = ['dispatch', 'schedules', 'mails', 'tasks'];
const RED_WITHIN_MS = 10_000;

let server: PrivateServer;
let engine: Engine;
let lines: { level: number; loop?: string }[];
beforeEach(async () => {
  server = await startPrivateServer();
  server.context.wake = () => engine.wake();
  engine = await startEngine();
  lines = [];
});
afterEach(async () => {
  await engine.stop(0);
  server.close();
});

/** What a look finds now, not a second ago. */
const look = () => createReadiness(engine)(Date.now());
const logger = () => pino({}, { write: (line: string) => lines.push(JSON.parse(line)) });

describe('R-37 readiness', () => {
  it('R-37 is green while all is well, each check by name', () => {
    const ok = { ok: true };
    const checks = { database: ok, lock: ok, migrations: ok, disk: ok, engine: ok, backlog: ok };
    expect(look()).toEqual({ ready: true, reasons: [], checks });
  });

  it('R-37 turns red within 10 s of the death of any loop, with an alert in the log; the others live on', async () => {
    for (const killed of LOOPS) {
      await engine.stop(0);
      server.context.heartbeats = createHeartbeats();
      engine = await startEngine();
      const stopWatch = watchLoops(server.context.heartbeats, logger());
      await engine.loops[killed].stop(0);
      const diedAt = Date.now();
      const red = await waitFor('red', async () => (look().ready ? undefined : look()), RED_WITHIN_MS);
      expect(Date.now() - diedAt).toBeLessThanOrEqual(RED_WITHIN_MS);
      expect(red.checks.engine).toEqual({ ok: false, message: expect.stringContaining(`'${killed}'`) });
      await waitFor('the alert', async () => lines.find(({ loop }) => loop === killed), 3_000);
      expect(server.context.heartbeats.silent().map(({ loop }) => loop)).toEqual([killed]);
      stopWatch();
    }
    expect(lines.filter(({ level }) => level === 50)).toHaveLength(LOOPS.length);
  }, 60_000);

  it('R-37 stays green while every loop lives', async () => {
    const readiness = createReadiness(engine);
    for (let i = 0; i < 12; i++) {
      expect(readiness(Date.now())).toMatchObject({ ready: true });
      await delay(1_000);
    }
  }, 20_000);

  it('R-37 is red while the database cannot be written, and green again after', () => {
    const release = holdWriteLock(server);
    expect(look()).toMatchObject({ ready: false, checks: { database: { ok: false }, lock: { ok: true } } });
    release();
    expect(look().ready).toBe(true);
  });

  it('R-37 is red for work that nobody takes up, and not for what waits for a full lane or a target that is away', async () => {
    await createFunction(EVERYTHING, { name: 'f', kind: 'http', http: { url: 'https://a.example.com/' } }, Date.now());
    await engine.loops.tasks.stop(0);
    const id = newObjectId();
    const now = Date.now();
    const startTimestamp = now - 901_000;
    const task = { id, functionName: 'f', data: {}, tags: [], priority: 0, idempotencyKey: id, depth: 0, now };
    writeTransaction(() => insertTask({ ...task, startTimestamp }));
    expect(look().checks.backlog).toEqual({ ok: false, message: 'work in the queue of tasks has been due for 901 s' });
    const { breakers } = server.context;
    for (let i = 0; i < 5; i++) breakers.end(breakers.begin('function:f', now), 'unavailable', 'away', now);
    expect(look().checks.backlog).toEqual({ ok: true });
  });
});

describe('R-12 (c) a disk that fills up', () => {
  const GB = 1024 ** 3;

  async function watch(free: number, total: number, least?: number) {
    const disk = await createDiskWatch('/', least, logger(), async () => ({ free, total }));
    disk.close();
    return disk.isLow;
  }

  it('R-12 is low below 512 MB, below 5 % of a small one, or below what was set', async () => {
    expect(await watch(0.49 * GB, 100 * GB)).toBe(true);
    expect(await watch(0.51 * GB, 100 * GB)).toBe(false);
    expect(await watch(0.06 * GB, GB)).toBe(false);
    expect(await watch(0.04 * GB, GB)).toBe(true);
    expect(await watch(0.04 * GB, GB, 1_000)).toBe(false);
    expect(await watch(2 * GB, 100 * GB, 3 * GB)).toBe(true);
  });

  it('R-12 turns readiness red, and green again within 5 s of there being room', async () => {
    let free = 1_000;
    const disk = await createDiskWatch('/', 2_000, logger(), async () => ({ free, total: GB }));
    server.context.disk = disk;
    expect(look()).toMatchObject({ ready: false, checks: { disk: { ok: false } } });
    free = 3_000;
    await waitFor('room', async () => look().ready || undefined, 5_000);
    disk.close();
  });
});
