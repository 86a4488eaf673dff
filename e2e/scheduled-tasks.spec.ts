import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { TASK_PACE } from '@/lib/delivery/slots';
import { type Api, sendEvent, signIn } from './fixtures/api';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createHttpFunction, createTask } from './fixtures/factories';
import { type HttpSink, type SinkRequest, startHttpSink } from './fixtures/http-sink';
import { ended, settled, waitFor } from './fixtures/wait-for';

const MAX_LATE_MS = 1_000;

let sink: HttpSink;
let server: DispatchersServer;
let api: Api;

test.beforeAll(async () => {
  sink = await startHttpSink();
  server = await startDispatchers({ env: { ALLOW_PRIVATE_TARGETS: '127.0.0.1' } });
  api = await signIn(server);
});
test.afterAll(async () => {
  await server?.stop();
  await sink?.close();
  server?.cleanUp();
});

/** A function whose calls arrive at the sink under a path of its own. */
async function recordedFunction(path: string): Promise<{ name: string; calls: () => SinkRequest[] }> {
  const { name } = await createHttpFunction(api, `${sink.url}/${path}`);
  return { name, calls: () => sink.requests.filter((call) => call.path === `/${path}`) };
}

function expectOnTime(call: SinkRequest | undefined, dueAt: number, latestMs = MAX_LATE_MS): void {
  const lateMs = (call?.receivedAt ?? Number.NaN) - dueAt;
  expect(lateMs, 'never early').toBeGreaterThanOrEqual(0);
  expect(lateMs, 'hardly late').toBeLessThanOrEqual(latestMs);
}

test('a duration in the event delays the task by exactly that, counted from the event', async () => {
  const fn = await recordedFunction('duration');
  await createDispatcher(api, 'trial_started', [
    { type: 'task', functionName: fn.name, startTimestamp: '{{content.wait}}' },
  ]);
  const waits = { PT2S: 2_000, 'PT0.7S': 700 };
  const sent = await Promise.all(
    Object.entries(waits).map(async ([wait, ms]) => {
      const { body } = await sendEvent(server, { type: 'trial_started', content: { wait } });
      return { id: body.id, ms };
    }),
  );
  for (const { id, ms } of sent) {
    const { event, runs } = await settled(api, id);
    expect(runs[0]?.task?.startTimestamp).toBe(event.creationTimestamp + ms);
    expect(runs[0]).toMatchObject({ status: 'succeeded', task: { status: 'complete' } });
    const calls = fn.calls().filter((call) => JSON.parse(String(call.body)).data.event.id === id);
    expect(calls).toHaveLength(1);
    expectOnTime(calls[0], event.creationTimestamp + ms);
  }
});

test('a task that is asked for directly starts at its time', async () => {
  const fn = await recordedFunction('direct');
  const dueAt = Date.now() + 1_200;
  const task = await createTask(api, { functionName: fn.name, startTimestamp: new Date(dueAt).toISOString() });
  expect(task).toMatchObject({ status: 'new', startTimestamp: new Date(dueAt).toISOString() });
  expect((await ended(api, task.id)).status).toBe('complete');
  expect(fn.calls()).toHaveLength(1);
  expectOnTime(fn.calls()[0], dueAt);
});

test('a restart in between changes nothing; what fell due meanwhile runs at once', async () => {
  const later = await recordedFunction('later');
  const missed = await recordedFunction('missed');
  const missedDueAt = Date.now() + 600;
  const missedTask = await createTask(api, { functionName: missed.name, startTimestamp: missedDueAt });
  const laterDueAt = Date.now() + 5_000;
  const laterTask = await createTask(api, { functionName: later.name, startTimestamp: laterDueAt });

  expect(await server.stop()).toBe(0);
  expect(missed.calls()).toHaveLength(0);
  server = await startDispatchers(server.options);
  const readyAt = Date.now();
  api = await signIn(server);

  expect((await ended(api, missedTask.id)).status).toBe('complete');
  expect(missed.calls()).toHaveLength(1);
  expectOnTime(missed.calls()[0], missedDueAt, Math.max(0, readyAt - missedDueAt) + MAX_LATE_MS);
  expect((await ended(api, laterTask.id)).status).toBe('complete');
  expect(later.calls()).toHaveLength(1);
  expectOnTime(later.calls()[0], laterDueAt);
});

test('a task can be canceled while it is new, and only then', async () => {
  const fn = await recordedFunction('canceled');
  await createDispatcher(api, 'reminder_planned', [{ type: 'task', functionName: fn.name, startTimestamp: 'PT1S' }]);
  const { body: event } = await sendEvent(server, { type: 'reminder_planned' });
  const taskId = await waitFor('the task', async () => (await api.event(event.id)).runs[0]?.task?.id);

  const canceled = await api.call('POST', `/tasks/v1/${taskId}/cancel`);
  expect(canceled).toMatchObject({ status: 200, body: { affectedRecords: 1 } });
  const again = await api.call('POST', `/tasks/v1/${taskId}/cancel`);
  expect(again).toMatchObject({ status: 400, body: { code: 27, name: 'ILLEGAL_STATE_EXCEPTION' } });
  expect(again.body.message).toContain('canceled');
  expect((await settled(api, event.id)).runs[0]).toMatchObject({ status: 'canceled', task: { status: 'canceled' } });

  // Due after the canceled one, in the same lane: once it has run, the other one would have.
  const sentinel = await createTask(api, { functionName: fn.name, startTimestamp: Date.now() + 1_200 });
  expect((await ended(api, sentinel.id)).status).toBe('complete');
  expect(fn.calls().map((call) => JSON.parse(String(call.body)).id)).toEqual([sentinel.id]);
  const finished = await api.call('POST', `/tasks/v1/${sentinel.id}/cancel`);
  expect(finished).toMatchObject({ status: 400, body: { code: 27 } });
  const unknown = await api.call('POST', '/tasks/v1/0123456789abcdef01234567/cancel');
  expect(unknown).toMatchObject({ status: 404, body: { code: 16 } });
});

test('of a backlog the higher priority goes first, then the earlier start', async () => {
  const held: ServerResponse[] = [];
  const ledger = await startHttpSink({ script: (_request, response) => held.push(response) });
  try {
    const { name: functionName } = await createHttpFunction(api, ledger.url);
    // Fills the function's lane, so that what comes next has to wait.
    const blockers = await Promise.all(
      Array.from({ length: TASK_PACE.atFirst }, () => createTask(api, { functionName })),
    );
    await ledger.waitFor(blockers.length);
    const start = Date.now() - 60_000;
    const wanted = [
      { priority: 5, startTimestamp: start + 2_000 },
      { priority: 0, startTimestamp: start },
      { priority: 5, startTimestamp: start + 1_000 },
      { priority: -3, startTimestamp: start - 5_000 },
      { priority: 900, startTimestamp: start + 9_000 },
      { startTimestamp: start + 500 },
    ];
    const waiting: { id: string }[] = [];
    for (const task of wanted) waiting.push(await createTask(api, { functionName, ...task }));
    const arrived: string[] = [];
    for (let count = blockers.length; arrived.length < waiting.length; count++) {
      // Slow answers: for quick ones, the function would have another call at once.
      await delay(TASK_PACE.quickMs + 20);
      held.shift()?.writeHead(204).end();
      arrived.push(JSON.parse(String((await ledger.waitFor(count + 1)).body)).id);
    }
    expect(arrived).toEqual([4, 2, 0, 1, 5, 3].map((index) => waiting[index]?.id));
    for (const response of held) response.writeHead(204).end();
    for (const task of [...blockers, ...waiting]) expect((await ended(api, task.id)).status).toBe('complete');
  } finally {
    await ledger.close();
  }
});
