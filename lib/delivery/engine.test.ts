import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listAttempts } from '@/db/attempts';
import { rawDatabase } from '@/db/client';
import { advanceDueTimes } from '@/db/clock-set-back';
import { markRunningAttemptsLost } from '@/db/lost-work';
import { findMails } from '@/db/mails';
import { listRunsByStatus, listRunsOfEvent } from '@/db/runs';
import { countBetween } from '@/db/statistics';
import { reclaimTasks } from '@/db/task-claims';
import { findTask } from '@/db/tasks';
import { claimTasks, holdWriteLock, mailAction, newListener, only, pick, taskAction } from '@/db/testing';
import { waitFor } from '@/e2e/fixtures/wait-for';
import { listEventSummaries } from '@/lib/console/event-list';
import type { JsonObject } from '@/lib/format/json';
import { createFunction } from '@/lib/functions/create';
import { type FunctionOutcome, interrupted } from '@/lib/functions/outcome';
import { receiveEvents } from '@/lib/intake/receive-events';
import { createSecretBox } from '@/lib/secrets/secret-box';
import { EVERYTHING, type PrivateServer, startPrivateServer } from '@/lib/server/testing/private-server';
import { createTask } from '@/lib/tasks/create';
import { createTemplate } from '@/lib/templates/create';
import { watchClock } from './clock-watch';
import { type Engine, startEngine } from './engine';

let server: PrivateServer;
let engine: Engine | undefined;
beforeEach(async () => {
  server = await startPrivateServer();
  server.context.wake = (only) => engine?.wake(only);
});
afterEach(async () => {
  await stop();
  server.close();
});

async function stop(graceMs = 1_000): Promise<void> {
  await engine?.stop(graceMs);
  engine = undefined;
}

const http = (changes: object = {}) => ({
  name: 'erase',
  kind: 'http',
  http: { url: 'https://functions.example.com/' },
  ...changes,
});
const FAILURE: FunctionOutcome = {
  status: 'failed',
  error: { type: 'runtime', name: 'TypeError', message: 'x is not a function' },
  retryable: false,
  logs: [],
};
const newTask = (body: object = {}) => createTask(EVERYTHING, { functionName: 'erase', ...body }, Date.now());
const statusOf = async (id: string) => (await findTask(id))?.status;
/** Waits for a condition; what it waited for stands in the failure. */
const until = (what: string, met: () => Promise<boolean>) => waitFor(what, async () => (await met()) || undefined);
const untilStatus = (id: string, status: string) =>
  until(`status ${status}`, async () => (await statusOf(id)) === status);
const send = async (type: string, content = { email: 'ada@example.com' }) =>
  only(await receiveEvents([{ type, content, key: undefined }], { source: 'default' }, Date.now()));
const eventsOf = async (type: string) => (await listEventSummaries(EVERYTHING, `type=${type}`)).data;

describe('the engine', () => {
  it('turns an event into its mail and its task, and carries both to their end', async () => {
    await createFunction(EVERYTHING, http(), Date.now());
    const template = { name: 'goodbye', outputs: { subject: 'Bye', body: '<p>Bye {{email}}</p>' } };
    await createTemplate(EVERYTHING, template, Date.now());
    const { eventType } = await newListener({
      actions: [mailAction(), taskAction({ data: { to: '{{content.email}}' } })],
    });
    engine = await startEngine();
    const { id } = await send(eventType);
    await until('both runs', async () => (await listRunsOfEvent(id)).every((run) => run.status === 'succeeded'));
    const [mailRun, taskRun] = await listRunsOfEvent(id);
    const [mail] = await findMails([mailRun?.mailId ?? '']);
    expect(mail).toMatchObject({ status: 'captured', html: '<p>Bye ada@example.com</p>' });
    const call = only(server.calls);
    expect(call).toMatchObject({ attempt: 1, idempotencyKey: taskRun?.id, task: { data: { to: 'ada@example.com' } } });
    expect(call.task.data).toMatchObject({ event: { id, type: eventType, content: { email: 'ada@example.com' } } });
  });

  it('plans what comes in though a mail that waits cannot be read, and says so', async () => {
    const said = vi.spyOn(server.context.logger, 'error');
    await createFunction(EVERYTHING, http(), Date.now());
    const template = { name: 'goodbye', outputs: { subject: 'Bye', body: '<p>Bye</p>' } };
    await createTemplate(EVERYTHING, template, Date.now());
    const { eventType } = await newListener({ actions: [mailAction(), taskAction()] });
    const first = await send(eventType);
    engine = await startEngine();
    await until('the first runs', async () =>
      (await listRunsOfEvent(first.id)).every(({ status }) => status === 'succeeded'),
    );
    await stop();
    rawDatabase().exec("UPDATE mails SET status = 'queued', recipients = '{'");
    engine = await startEngine();
    const second = await send(eventType);
    const taskRun = async () => (await listRunsOfEvent(second.id)).find(({ actionType }) => actionType === 'task');
    await until('the task beside it', async () => (await taskRun())?.status === 'succeeded');
    const lines = said.mock.calls.map(([, line]) => line);
    expect(lines).toContain('what is due could not be claimed with what was planned');
    expect(lines).not.toContain('pending runs could not be planned');
  });

  it('R-24: finishes a thousand good events around one whose plan and one whose function go wrong', async () => {
    await createFunction(EVERYTHING, http(), Date.now());
    const { eventType } = await newListener({
      actions: [
        taskAction({
          data: { age: '{{sum content.age 1}}', poison: '{{default content.poison false}}' },
        }),
      ],
    });
    server.script(({ task }) =>
      JSON.stringify(task.data).includes('"poison":true') ? FAILURE : { ...FAILURE, status: 'succeeded', result: 1 },
    );
    engine = await startEngine();
    const contents = Array.from({ length: 1_000 }, (_, n) => ({ age: n }));
    const list: JsonObject[] = [
      ...contents.slice(0, 500),
      { age: 'not a number' },
      { age: 1, poison: true },
      ...contents.slice(500),
    ];
    const results = await receiveEvents(
      list.map((content) => ({ type: eventType, content, key: undefined })),
      { source: 'default' },
      Date.now(),
    );
    await until('all runs', async () => {
      const fates = countBetween(0, Date.now() + 1_000).runs;
      return fates.succeeded + fates.failed === list.length;
    });
    const failed = await listRunsByStatus('failed', 10);
    expect(failed.map((run) => run.eventId)).toEqual([results[501]?.id, results[500]?.id]);
    expect(await eventsOf('task_failed')).toHaveLength(1);
  });

  it('R-28: starts a task at its start time: never early, and at most a second late', async () => {
    await createFunction(EVERYTHING, http(), Date.now());
    let calledAt = 0;
    server.script(() => {
      calledAt = Date.now();
      return { status: 'succeeded', result: 1, logs: [] };
    });
    engine = await startEngine();
    const startTimestamp = Date.now() + 400;
    const distant = await newTask({ startTimestamp: Date.now() + 36_500 * 24 * 3_600_000 });
    const task = await newTask({ startTimestamp });
    await untilStatus(task.id, 'complete');
    expect(calledAt).toBeGreaterThanOrEqual(startTimestamp);
    expect(calledAt).toBeLessThan(startTimestamp + 1_000);
    expect(await statusOf(distant.id)).toBe('new');
  });

  it('says why a task cannot run: no such function, switched off, or not readable', async () => {
    await createFunction(EVERYTHING, http({ name: 'sealed' }), Date.now());
    server.context.secretBox = createSecretBox('another key than the one that sealed it');
    await createFunction(EVERYTHING, http({ name: 'off', enabled: false }), Date.now());
    engine = await startEngine();
    const errors = [];
    for (const functionName of ['nowhere', 'off', 'sealed']) {
      const { id } = await newTask({ functionName, priority: 0 });
      await untilStatus(id, 'failed');
      errors.push((await findTask(id))?.error?.name);
    }
    expect(errors).toEqual(['FunctionUnknown', 'FunctionDisabled', 'FunctionUnreadable']);
    expect(await eventsOf('task_failed')).toHaveLength(3);
  });

  it('switches a function off that says it is gone, and its other tasks say so', async () => {
    await createFunction(EVERYTHING, http(), Date.now());
    server.script(() => ({ ...FAILURE, pauseFunction: true }));
    engine = await startEngine();
    const first = await newTask();
    await untilStatus(first.id, 'failed');
    await until('a task of the disabled function', async () => {
      const { id } = await newTask();
      await untilStatus(id, 'failed');
      return (await findTask(id))?.error?.name === 'FunctionDisabled';
    });
  });
});

describe('R-12, R-13: an outcome that cannot be written', () => {
  const fillDisk = () => {
    rawDatabase().pragma(`max_page_count = ${Number(rawDatabase().pragma('page_count', { simple: true }))}`);
    return () => {
      rawDatabase().pragma('max_page_count = 1000000');
    };
  };

  it.each([
    ['the disk is full', fillDisk],
    ['another program holds the database', () => holdWriteLock(server)],
  ])('because %s is kept, and written later; the act is not done again meanwhile', async (_why, obstruct) => {
    await createFunction(EVERYTHING, http(), Date.now());
    let clear: () => void = () => undefined;
    const logs = [{ timestamp: Date.now(), message: 'x'.repeat(200_000) }];
    server.script(() => {
      clear = obstruct();
      return { status: 'succeeded', result: 1, logs };
    });
    engine = await startEngine();
    const { id } = await newTask();
    await until('the call', async () => server.calls.length === 1);
    await delay(1_500);
    expect(await statusOf(id)).toBe('inProgress');
    clear();
    await untilStatus(id, 'complete');
    expect(server.calls).toHaveLength(1);
    expect((await listAttempts([], [id])).map((attempt) => attempt.outcome)).toEqual(['succeeded']);
  });
});

describe('a chain of events that tasks cause', () => {
  it('ends: an event deeper than 5 is stored, says why, and is not dispatched', async () => {
    await createFunction(EVERYTHING, http(), Date.now());
    await newListener({ eventType: 'task_failed', actions: [taskAction()] });
    server.script(() => FAILURE);
    engine = await startEngine();
    await newTask();
    await until('the loop guard', async () =>
      (await eventsOf('task_failed')).some((event) => event.outcome === 'loop_guard'),
    );
    const chain = (await eventsOf('task_failed')).toReversed();
    expect(chain.map((event) => [event.depth, event.outcome])).toEqual([
      ...[1, 2, 3, 4, 5].map((depth) => [depth, 'matched']),
      [6, 'loop_guard'],
    ]);
    expect(server.calls).toHaveLength(6);
  });
});

describe('a shutdown', () => {
  it('R-30: lets work end that ends within the grace', async () => {
    await createFunction(EVERYTHING, http(), Date.now());
    let end: (() => void) | undefined;
    const called = new Promise<void>((resolve) => {
      server.script(async () => {
        resolve();
        await new Promise<void>((release) => {
          end = release;
        });
        return { status: 'succeeded', result: 'in time', logs: [] };
      });
    });
    engine = await startEngine();
    const { id } = await newTask();
    await called;
    const stopped = stop(10_000);
    end?.();
    await stopped;
    expect(await findTask(id)).toMatchObject({ status: 'complete', result: 'in time' });
  });

  it('R-30: puts back what does not end, and the next start does it with the same key', async () => {
    await createFunction(EVERYTHING, http(), Date.now());
    const called = new Promise<void>((resolve) => {
      server.script(async (_call, signal) => {
        resolve();
        await once(signal, 'abort');
        return interrupted();
      });
    });
    engine = await startEngine();
    const { id } = await newTask();
    await called;
    await stop(10);
    expect(await findTask(id)).toMatchObject({ status: 'new', attempts: 1 });
    server.script(() => ({ status: 'succeeded', result: 1, logs: [] }));
    engine = await startEngine();
    await untilStatus(id, 'complete');
    expect(server.calls.map((call) => [call.idempotencyKey, call.attempt])).toEqual([
      [id, 1],
      [id, 2],
    ]);
    expect((await listAttempts([], [id])).map((attempt) => attempt.outcome)).toEqual(['interrupted', 'succeeded']);
  });
});

describe('R-29: a clock that is set back', () => {
  it('makes due again what had been due, and leaves the start times that were asked for', async () => {
    await createFunction(EVERYTHING, http(), Date.now());
    const later = Date.now() + 3_600_000;
    const before = await createTask(EVERYTHING, { functionName: 'erase' }, later);
    const asked = await createTask(EVERYTHING, { functionName: 'erase', startTimestamp: later + 60_000 }, later);
    expect(await advanceDueTimes(3_600_000, Date.now())).toBe(1);
    expect((await findTask(before.id))?.startTimestamp).toBeLessThanOrEqual(Date.now());
    expect((await findTask(asked.id))?.startTimestamp).toBe(later + 60_000);
  });

  it('is noticed within a second, as is one that is set forward; an event says so', async () => {
    const clocks = { offset: 0, wall: () => Date.now() + clocks.offset, monotonic: () => performance.now() };
    let looks = 0;
    const stopWatch = watchClock(() => looks++, server.context.logger, clocks);
    const jumps = async () =>
      (await eventsOf('clock_set')).map(({ content }) => Number((content as JsonObject).jumpMs));
    for (const offset of [-3_600_000, 3_600_000]) {
      clocks.offset = offset;
      const [before, known] = [looks, (await jumps()).length];
      await until('a look', async () => looks > before);
      await until('the event', async () => (await jumps()).length > known);
    }
    stopWatch();
    const hours = (await jumps()).map((jumpMs) => Math.round(jumpMs / 3_600_000)).sort();
    expect(hours).toEqual([-1, 2]);
  });
});

describe('a start after a crash', () => {
  it('R-08: does again what was under way', async () => {
    await createFunction(EVERYTHING, http(), Date.now());
    const { id } = await newTask();
    await claimTasks(pick({ now: Date.now() }));
    engine = await startEngine();
    await untilStatus(id, 'complete');
    expect(only(server.calls)).toMatchObject({ taskId: id, attempt: 2 });
    expect((await listAttempts([], [id])).map((attempt) => attempt.outcome)).toEqual(['lost', 'succeeded']);
  });

  it('R-24: does not try a task again that took the server down three times: it failed, and an event says so', async () => {
    await createFunction(EVERYTHING, http(), Date.now());
    const { id } = await newTask();
    for (let crash = 0; crash < 3; crash++) {
      await claimTasks(pick({ now: Date.now() }));
      if (crash === 2) break;
      await reclaimTasks(Date.now(), await markRunningAttemptsLost(Date.now()));
    }
    engine = await startEngine();
    const good = await newTask();
    await untilStatus(good.id, 'complete');
    expect(await findTask(id)).toMatchObject({ status: 'failed', error: { type: 'invocation', name: 'WorkerLost' } });
    expect(only(await eventsOf('task_failed'))).toMatchObject({
      causeTaskId: id,
      content: { id, functionName: 'erase' },
    });
    expect(server.calls.map((call) => call.taskId)).toEqual([good.id]);
  });
});
