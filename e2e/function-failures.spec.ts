import { expect, test } from '@playwright/test';
import type { EventList } from '@/lib/console/schema';
import { type Api, sendEvent, signIn, tasksOf } from './fixtures/api';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createFunction, uniqueName } from './fixtures/factories';
import { settled, waitFor } from './fixtures/wait-for';

test.describe.configure({ mode: 'default' });

let server: DispatchersServer;
let api: Api;

test.beforeAll(async () => {
  server = await startDispatchers();
  api = await signIn(server);
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

/** Sends an event whose dispatcher runs this function, and waits until all is over. */
async function runByEvent(functionName: string) {
  const type = uniqueName('failing');
  await createDispatcher(api, type, [{ type: 'task', functionName, data: { n: 1 } }]);
  const { body } = await sendEvent(server, { type, content: { n: 1 } });
  const { runs } = await settled(api, body.id, 30_000);
  const [run] = runs;
  if (!run) throw new Error('no run');
  return run;
}

/** The `task_failed` events that a function's failures produced, oldest first. */
async function failuresOf(functionName: string) {
  const { body } = await api.call<EventList>('GET', '/api/v1/events?type=task_failed&limit(100)');
  return body.data
    .filter((event) => (event.content as { functionName: string }).functionName === functionName)
    .reverse();
}

interface Case {
  promise: string;
  code: string;
  settings?: Record<string, unknown>;
  error: { type: string; name: string; message: string | RegExp };
}

const CASES: Case[] = [
  {
    promise: 'throws',
    code: `exports.handler = async () => { console.log('about to fail'); throw new RangeError('card is expired'); };`,
    error: { type: 'runtime', name: 'RangeError', message: 'card is expired' },
  },
  {
    promise: 'loops for ever',
    code: 'exports.handler = async () => { for (;;) {} };',
    settings: { timeLimit: 3 },
    error: {
      type: 'runtime',
      name: 'TimeLimitExceeded',
      message: 'The function ran longer than its time limit of 3 s',
    },
  },
  {
    promise: 'exceeds its memory',
    code: `exports.handler = async () => { const kept = []; for (;;) kept.push(Buffer.alloc(8 * 1024 * 1024, 1)); };`,
    settings: { memoryLimit: 128 },
    error: {
      type: 'runtime',
      name: 'MemoryLimitExceeded',
      message: 'The function used more than its memory limit of 128 MB',
    },
  },
  {
    promise: 'exceeds its heap',
    code: `exports.handler = async () => { const kept = []; for (;;) kept.push(Array(10_000).fill(kept.length).map(String)); };`,
    settings: { memoryLimit: 128 },
    error: {
      type: 'runtime',
      name: 'MemoryLimitExceeded',
      message: 'The function used more than its memory limit of 128 MB',
    },
  },
  {
    promise: 'exits without a result',
    code: 'exports.handler = async () => process.exit(0);',
    error: {
      type: 'runtime',
      name: 'ExitedWithoutResult',
      message: 'The function exited with code 0 without a result',
    },
  },
  {
    promise: 'is killed by a signal',
    code: `exports.handler = async () => { process.kill(process.pid, 'SIGKILL'); await new Promise(() => {}); };`,
    error: { type: 'runtime', name: 'Crashed', message: /SIGKILL without a result$/ },
  },
  {
    promise: 'has no such export',
    code: 'exports.other = async () => 1;',
    error: { type: 'runtime', name: 'HandlerNotFound', message: /handler/ },
  },
];

for (const { promise, code, settings, error } of CASES) {
  test(`R-21: a function that ${promise} ends as failed, with a reason a person understands`, async () => {
    const functionName = await createFunction(api, code, settings);
    const run = await runByEvent(functionName);

    const message = typeof error.message === 'string' ? error.message : expect.stringMatching(error.message);
    expect(run).toMatchObject({ status: 'failed', task: { status: 'failed', error: { ...error, message } } });
    expect(run.reason).toContain(run.task?.error?.message);
    expect(run.attempts).toHaveLength(1);
    expect(run.attempts[0]).toMatchObject({ outcome: 'failed', class: error.type, code: error.name });
    const failures = await failuresOf(functionName);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({
      source: 'system',
      depth: 1,
      causeTaskId: run.task?.id,
      content: { id: run.task?.id, functionName, error: run.task?.error },
    });
  });
}

test('what a function wrote before it failed is kept, and where it failed', async () => {
  const code = `exports.handler = async () => { console.log('step 1'); console.error('step 2'); throw new Error('no'); };`;
  const run = await runByEvent(await createFunction(api, code));
  const lines = run.task?.logs.map((line) => line.message) ?? [];
  expect(lines).toEqual(expect.arrayContaining(['step 1', 'step 2', 'Error: no']));
  expect(lines.join('\n')).toContain('index.js:1:');
});

test('a task for a function that does not exist fails, naming it', async () => {
  const functionName = uniqueName('nobody');
  const run = await runByEvent(functionName);
  const error = { type: 'invocation', name: 'FunctionUnknown', message: `There is no function '${functionName}'` };
  expect(run).toMatchObject({ status: 'failed', task: { status: 'failed', error } });
  expect(run.reason).toContain(error.message);
  expect(await failuresOf(functionName)).toHaveLength(1);
});

test('a task for a disabled function fails, saying so, and does not run it', async () => {
  const functionName = await createFunction(api, `exports.handler = async () => 'ran';`);
  expect((await api.call('POST', `/tasks/v1/functions/${functionName}/disable`)).status).toBe(200);
  const run = await runByEvent(functionName);
  const error = { name: 'FunctionDisabled', message: `The function '${functionName}' is disabled` };
  expect(run).toMatchObject({ status: 'failed', task: { status: 'failed', error, logs: [] } });
});

test('R-21: a function that failed leaves the next call of it unharmed', async () => {
  const functionName = await createFunction(
    api,
    `exports.handler = async (task) => { if (task.data.event.content.fail) process.exit(3); return 'fine'; };`,
  );
  const type = uniqueName('mixed');
  await createDispatcher(api, type, [{ type: 'task', functionName }]);
  const outcomes = [];
  for (const fail of [true, false, true, false]) {
    const { body } = await sendEvent(server, { type, content: { fail } });
    outcomes.push((await settled(api, body.id)).runs[0]?.status);
  }
  expect(outcomes).toEqual(['failed', 'succeeded', 'failed', 'succeeded']);
});

test('an error that the retry policy does not name is final', async () => {
  const functionName = await createFunction(api, `exports.handler = async () => { throw new RangeError('no'); };`, {
    retryPolicy: { enabled: true, errorsToRetry: ['TypeError'] },
  });
  expect((await runByEvent(functionName)).attempts).toHaveLength(1);
});

test('a retry policy means three more tries after 2, 5 and 10 s, each a linked task', async () => {
  const functionName = await createFunction(
    api,
    `exports.handler = async (task, meta) => { console.log('attempt ' + meta.attempt + ' ' + meta.idempotencyKey); throw new Error('still down'); };`,
    { retryPolicy: { enabled: true, errorsToRetry: [] } },
  );
  const run = await runByEvent(functionName);

  const tasks = await tasksOf(api, functionName);
  expect(tasks.map((task) => task.status)).toEqual(['retried', 'retried', 'retried', 'failed']);
  const ids = tasks.map((task) => task.id);
  expect(tasks.map((task) => task.retriedByTaskId)).toEqual([...ids.slice(1), undefined]);
  expect(tasks.map((task) => task.retryForTaskIds ?? [])).toEqual(ids.map((_, index) => ids.slice(0, index)));
  expect(run).toMatchObject({ status: 'failed', task: { id: ids[3] } });
  expect(run.reason).toContain('still down');
  expect(run.attempts.map((attempt) => attempt.outcome)).toEqual(Array(4).fill('failed'));
  const waits = run.attempts.slice(1).map((attempt, index) => attempt.startedAt - (run.attempts[index]?.endedAt ?? 0));
  for (const [index, wanted] of [2_000, 5_000, 10_000].entries()) {
    expect(waits[index]).toBeGreaterThanOrEqual(wanted);
    expect(waits[index]).toBeLessThan(wanted + 1_000);
  }
  const lines = run.task?.logs.map((line) => line.message).filter((line) => line.startsWith('attempt')) ?? [];
  expect(lines).toEqual([1, 2, 3, 4].map((attempt) => `attempt ${attempt} ${run.task?.idempotencyKey}`));
  expect(await failuresOf(functionName)).toHaveLength(1);
});

test('a dispatcher on task_failed fires; one whose function fails too is stopped by the loop guard', async () => {
  const own = await startDispatchers();
  try {
    const caller = await signIn(own);
    const broken = await createFunction(caller, `exports.handler = async () => { throw new Error('always'); };`);
    const watcher = await createFunction(caller, 'exports.handler = async (task) => task.data;');
    await createDispatcher(caller, 'loop_begins', [{ type: 'task', functionName: broken }]);
    await createDispatcher(caller, 'task_failed', [
      {
        type: 'task',
        functionName: watcher,
        data: { failed: '{{content.functionName}}', why: '{{content.error.message}}' },
      },
      { type: 'task', functionName: broken },
    ]);
    const { body } = await sendEvent(own, { type: 'loop_begins' });
    const events = await waitFor('the loop guard', async () => {
      const list = await caller.call<EventList>('GET', '/api/v1/events?type=task_failed&limit(100)');
      const found = [...list.body.data].sort((a, b) => a.depth - b.depth);
      return found.at(-1)?.outcome === 'loop_guard' ? found : undefined;
    });

    expect(events.map((event) => event.depth)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(events.map((event) => event.outcome)).toEqual([...Array(5).fill('matched'), 'loop_guard']);
    expect(events.at(-1)?.runCount).toBe(0);
    const [first] = events;
    const { runs } = await settled(caller, first?.id ?? '');
    const result = { failed: broken, why: 'always', event: { type: 'task_failed', content: first?.content } };
    expect(runs[0]).toMatchObject({ status: 'succeeded', task: { result } });
    expect((await settled(caller, body.id)).runs[0]).toMatchObject({ status: 'failed' });
  } finally {
    await own.stop();
    own.cleanUp();
  }
});
