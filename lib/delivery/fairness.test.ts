import { setTimeout as delay } from 'node:timers/promises';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rawDatabase, writeTransaction } from '@/db/client';
import { insertMail } from '@/db/mails';
import { type ClaimedTask, claimTask } from '@/db/task-claims';
import { insertTask } from '@/db/tasks';
import { claimTasks, openPrivateDatabase, pick } from '@/db/testing';
import { newObjectId } from '@/lib/format/id';
import { createFunction } from '@/lib/functions/create';
import type { MailTransport } from '@/lib/mail/outgoing';
import { EVERYTHING, type PrivateServer, startPrivateServer } from '@/lib/server/testing/private-server';
import { type Engine, startEngine } from './engine';
import { MAIL_LANE_SHARE, MAIL_SLOTS, TASK_PACE, TASK_SLOTS } from './slots';
import { startWorker } from './worker';

const NOISY_TASKS = 2_000;
const NOISY_TASK_MS = 2_000;
const MAX_START_DELAY_MS = 2_000;
const QUIET = ['quiet-0', 'quiet-1', 'quiet-2', 'quiet-3', 'quiet-4'];

let server: PrivateServer;
let engine: Engine | undefined;
function addTask(functionName: string, changes: { priority?: number; startTimestamp?: number } = {}): string {
  const id = newObjectId();
  const now = Date.now();
  const task = { id, functionName, data: {}, tags: [], startTimestamp: now, idempotencyKey: id, depth: 0, now };
  insertTask({ priority: 0, ...task, ...changes });
  return id;
}

/** Starts of each lane (epoch ms), and how many of it were under way at most. */
function watchStarts() {
  const starts = new Map<string, number>();
  const running = new Map<string, number>();
  const most = new Map<string, number>();
  return {
    starts,
    most: (lane: string) => most.get(lane) ?? 0,
    async run(lane: string, ms: number) {
      if (!starts.has(lane)) starts.set(lane, Date.now());
      running.set(lane, (running.get(lane) ?? 0) + 1);
      most.set(lane, Math.max(most.get(lane) ?? 0, running.get(lane) ?? 0));
      await delay(ms);
      running.set(lane, (running.get(lane) ?? 1) - 1);
    },
  };
}

describe('R-26 (small) a noisy lane', () => {
  afterEach(async () => {
    await engine?.stop(0);
    engine = undefined;
    server.close();
  });

  it('R-26 (small) uses at most its cap; tasks of other functions start within 2 s', async () => {
    server = await startPrivateServer();
    server.context.wake = () => engine?.wake();
    for (const name of ['noisy', ...QUIET]) {
      const http = { url: 'https://functions.example.com/' };
      await createFunction(EVERYTHING, { name, kind: 'http', http }, Date.now());
    }
    const watch = watchStarts();
    server.script(async ({ fn }) => {
      await watch.run(fn.name, fn.name === 'noisy' ? NOISY_TASK_MS : 1);
      return { status: 'succeeded', result: 1, logs: [] };
    });
    writeTransaction(() => {
      for (let i = 0; i < NOISY_TASKS; i++) addTask('noisy', { priority: 100 });
    });
    engine = await startEngine();
    await delay(200);
    const delays = await startQuietTasks(watch.starts, () => engine?.wake());
    expect(Math.max(...delays)).toBeLessThanOrEqual(MAX_START_DELAY_MS);
    expect(watch.most('noisy')).toBe(TASK_PACE.atFirst);
  });

  it('R-26 (small) control: one queue for all, by priority and time, starves the others', async () => {
    server = await startPrivateServer();
    const watch = watchStarts();
    writeTransaction(() => {
      for (let i = 0; i < NOISY_TASKS; i++) addTask('noisy', { priority: 100 });
    });
    const worker = startWorker<ClaimedTask>(
      {
        name: 'plain',
        slots: TASK_SLOTS,
        laneCap: TASK_SLOTS,
        claim: async ({ limit, now, cursor }) => ({ items: claimInPlainOrder(limit, now), cursor }),
        nextDueAt: async () => undefined,
        work: ({ task }) => watch.run(task.functionName, task.functionName === 'noisy' ? NOISY_TASK_MS : 1),
        abandon: async () => undefined,
      },
      pino({ level: 'silent' }),
    );
    await delay(200);
    const delays = await startQuietTasks(watch.starts, worker.wake);
    await worker.stop(0);
    expect(watch.most('noisy')).toBe(TASK_SLOTS);
    expect(Math.min(...delays)).toBe(Number.POSITIVE_INFINITY);
  });

  it('R-26 (small) of mails leaves places for those of other event types', async () => {
    const watch = watchStarts();
    const mailTransport: MailTransport = {
      async send({ envelopeTo, subject }) {
        await watch.run(subject, subject === 'noisy' ? 1_000 : 1);
        return { status: 'sent', recipients: envelopeTo.map((address) => ({ address, status: 'accepted' })) };
      },
      close: async () => undefined,
    };
    server = await startPrivateServer({}, { mailTransport });
    server.context.wake = () => engine?.wake();
    writeTransaction(() => {
      for (let i = 0; i < 500; i++) addMail('noisy');
    });
    engine = await startEngine();
    await delay(200);
    const added = Date.now();
    writeTransaction(() => QUIET.map(addMail));
    engine.wake();
    await delay(MAX_START_DELAY_MS);
    const delays = QUIET.map((lane) => (watch.starts.get(lane) ?? Number.POSITIVE_INFINITY) - added);
    expect(Math.max(...delays)).toBeLessThanOrEqual(MAX_START_DELAY_MS);
    expect(watch.most('noisy')).toBeLessThanOrEqual(MAIL_SLOTS * MAIL_LANE_SHARE);
  });
});

/** One task of each quiet function, 100 ms apart. @returns how long each took to start; never: infinite. */
async function startQuietTasks(starts: ReadonlyMap<string, number>, wake: () => void): Promise<number[]> {
  const added = new Map<string, number>();
  for (const lane of QUIET) {
    writeTransaction(() => addTask(lane));
    added.set(lane, Date.now());
    wake();
    await delay(100);
  }
  await delay(MAX_START_DELAY_MS);
  return QUIET.map((lane) => (starts.get(lane) ?? Number.POSITIVE_INFINITY) - (added.get(lane) ?? 0));
}

function claimInPlainOrder(limit: number, now: number): ClaimedTask[] {
  const ids = rawDatabase()
    .prepare(
      `SELECT id FROM tasks WHERE status = 'new' AND start_timestamp <= ?
       ORDER BY priority DESC, start_timestamp, id LIMIT ?`,
    )
    .pluck()
    .all(now, limit) as string[];
  return ids.length === 0 ? [] : writeTransaction(() => ids.flatMap((id) => claimTask(id, now)));
}

function addMail(lane: string): void {
  insertMail({
    lane,
    from: 'service@example.com',
    subject: lane,
    html: '<p>Hello</p>',
    text: 'Hello',
    recipients: { to: ['ada@example.com'], cc: [], bcc: [] },
    now: Date.now(),
  });
}

describe('R-27 priority inside a lane', () => {
  const NOW = Date.now();
  const PRIORITIES = [0, 5, -3, 5, 100, 0, 5, -3, 100, 1];
  let db: Awaited<ReturnType<typeof openPrivateDatabase>>;
  beforeEach(async () => {
    db = await openPrivateDatabase();
  });
  afterEach(() => db.close());

  async function claimAll(): Promise<string[]> {
    const ids: string[] = [];
    for (;;) {
      const { items } = await claimTasks(pick({ now: NOW, limit: 1 }));
      const [item] = items;
      if (!item) return ids;
      ids.push(item.task.id);
    }
  }

  it('R-27 is strict: higher first, ties by start time, then by id', async () => {
    const added = writeTransaction(() =>
      PRIORITIES.flatMap((priority, i) =>
        [0, 1].map((twin) => {
          const startTimestamp = NOW - ((i * 7) % 5) * 1_000;
          return { priority, startTimestamp, id: addTask('erase', { priority, startTimestamp }), twin };
        }),
      ),
    );
    const wanted = [...added].sort(
      (a, b) => b.priority - a.priority || a.startTimestamp - b.startTimestamp || (a.id < b.id ? -1 : 1),
    );
    const byTime = [...added].sort((a, b) => a.startTimestamp - b.startTimestamp || (a.id < b.id ? -1 : 1));
    const claimed = await claimAll();
    expect(claimed).toEqual(wanted.map(({ id }) => id));
    expect(claimed, 'control: the order of time alone is another').not.toEqual(byTime.map(({ id }) => id));
  });

  it('R-27 what is not due yet holds nothing up, however urgent it is', async () => {
    const [low] = writeTransaction(() => [
      addTask('erase', { priority: -5, startTimestamp: NOW }),
      addTask('erase', { priority: 100, startTimestamp: NOW + 60_000 }),
    ]);
    expect(await claimAll()).toEqual([low]);
  });

  it('R-27 counts within its lane only: the others take their turn', async () => {
    const [first, , other] = writeTransaction(() => [
      addTask('erase', { priority: 100, startTimestamp: NOW }),
      addTask('erase', { priority: 100, startTimestamp: NOW }),
      addTask('notify', { priority: 0, startTimestamp: NOW }),
    ]);
    const { items } = await claimTasks(pick({ now: NOW, limit: 2 }));
    expect(items.map(({ task }) => task.id)).toEqual([first, other]);
  });
});
