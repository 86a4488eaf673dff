import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listAttempts } from '@/db/attempts';
import { listLostDirectTasks } from '@/db/direct-tasks';
import { pageEvents } from '@/db/event-pages';
import { pageTasks } from '@/db/task-pages';
import { findTask, listTaskLogs } from '@/db/tasks';
import { claimTasks, NOW, only, pick } from '@/db/testing';
import { NOBODY, type Principal } from '@/lib/auth/principal';
import { startEngine } from '@/lib/delivery/engine';
import { parseRql } from '@/lib/rql/parse';
import {
  allowed,
  EVERYTHING,
  NOTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { createFunction } from './create';
import { executeFunction } from './execute';
import type { FunctionOutcome } from './outcome';
import { MAX_DIRECT_EXECUTIONS } from './schema';

let server: PrivateServer;
beforeEach(async () => {
  server = await startPrivateServer();
});
afterEach(() => server.close());

const newFunction = (over: object = {}) =>
  createFunction(EVERYTHING, { name: 'sum', kind: 'http', http: { url: 'https://example.com/' }, ...over }, NOW);
const execute = (caller: Principal = EVERYTHING, body: unknown = { data: { a: 1 } }, name = 'sum') =>
  executeFunction(caller, name, body, Date.now());
const storedTasks = async () => (await pageTasks(parseRql(''), '')).data;
const failure = (type: 'runtime' | 'invocation'): FunctionOutcome => ({
  status: 'failed',
  error: { type, name: 'Oops', message: 'no good' },
  retryable: true,
  logs: [],
});

describe('an execution', () => {
  it('answers the finished task with its result, and keeps attempt and log lines', async () => {
    await newFunction({ executionOptions: { defaultPriority: 5 } });
    const logs = [{ timestamp: NOW, message: 'adding' }];
    server.script(() => ({ status: 'succeeded', result: { sum: 3 }, logs }));
    const answer = await execute();
    expect(answer).toMatchObject({ status: 'complete', functionName: 'sum', data: { a: 1 }, result: { sum: 3 } });
    const task = await findTask(String(answer.id));
    expect(task).toMatchObject({ status: 'complete', result: { sum: 3 }, priority: 5, attempts: 1 });
    expect(await listTaskLogs(String(answer.id))).toEqual(logs);
    expect(only(await listAttempts([], [String(answer.id)]))).toMatchObject({ outcome: 'succeeded', number: 1 });
    expect(only(server.calls)).toMatchObject({ attempt: 1, task: { data: { a: 1 }, status: 'inProgress' } });
  });

  it('without data and without a result has neither', async () => {
    await newFunction();
    expect(await execute(EVERYTHING, {})).toMatchObject({ data: {}, result: null });
  });

  it('is never claimed by a worker while it runs', async () => {
    await newFunction();
    let claimed: unknown[] = ['nothing was run'];
    server.script(async () => {
      claimed = (await claimTasks(pick({ now: Date.now() + 1_000 }))).items;
      return { status: 'succeeded', result: 1, logs: [] };
    });
    await execute();
    expect(claimed).toEqual([]);
  });

  it('that fails in the function is 1406 with task and error, and is not tried again', async () => {
    await newFunction({ retryPolicy: { enabled: true, errorsToRetry: [] } });
    server.script(() => failure('runtime'));
    const refusal = await refusalOf(execute);
    const task = only(await storedTasks());
    expect(refusal.toBody()).toMatchObject({
      code: 1406,
      taskId: task.id,
      runtimeError: { name: 'Oops', message: 'no good' },
    });
    expect(task).toMatchObject({ status: 'failed', error: { type: 'runtime', name: 'Oops', message: 'no good' } });
    const event = only((await pageEvents(parseRql(''), '')).data);
    expect(event).toMatchObject({ type: 'task_failed', content: { id: task.id, functionName: 'sum' } });
  });

  it('that cannot be invoked is 1405 with the task', async () => {
    await newFunction();
    server.script(() => failure('invocation'));
    const refusal = await refusalOf(execute);
    expect(refusal.toBody()).toMatchObject({ code: 1405, taskId: only(await storedTasks()).id });
  });

  it('that a crash interrupted ends as failed at the next start, and is not run again', async () => {
    await newFunction();
    let crash: (reason: Error) => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      server.script(() => {
        resolve();
        return new Promise((_, reject) => {
          crash = reject;
        });
      });
    });
    const waiting = execute();
    await begun;
    expect(await listLostDirectTasks()).toHaveLength(1);
    const engine = await startEngine();
    await engine.stop(0);
    crash(new Error('the process is gone'));
    await expect(waiting).rejects.toThrow('the process is gone');
    const error = { type: 'invocation', name: 'WorkerLost', message: expect.stringContaining('executed directly') };
    const task = only(await storedTasks());
    expect(task).toMatchObject({ status: 'failed', error });
    expect(only(await listAttempts([], [task.id])).outcome).toBe('lost');
    expect(server.calls).toHaveLength(1);
  });

  it('beyond the limit is 1403 and leaves nothing behind; afterwards there is room again', async () => {
    await newFunction();
    const finish: ((outcome: FunctionOutcome) => void)[] = [];
    const allBegun = new Promise<void>((resolve) => {
      server.script(
        () =>
          new Promise((done) => {
            finish.push(done);
            if (finish.length === MAX_DIRECT_EXECUTIONS) resolve();
          }),
      );
    });
    const running = Array.from({ length: MAX_DIRECT_EXECUTIONS }, () => execute());
    await allBegun;
    expect(await refusalOf(execute)).toMatchObject({ code: 1403 });
    expect(await storedTasks()).toHaveLength(MAX_DIRECT_EXECUTIONS);
    for (const done of finish) done({ status: 'succeeded', result: 1, logs: [] });
    await Promise.all(running);
    server.script(() => ({ status: 'succeeded', result: 2, logs: [] }));
    expect(await execute()).toMatchObject({ result: 2 });
  });

  it('of a function that may run longer than 30 s is 1404; of a disabled one 27; nothing is stored', async () => {
    await newFunction({ timeLimit: 31 });
    expect(await refusalOf(execute)).toMatchObject({ code: 1404 });
    await newFunction({ name: 'off', enabled: false });
    expect(await refusalOf(() => execute(EVERYTHING, {}, 'off'))).toMatchObject({ code: 27 });
    expect(await refusalOf(() => execute(EVERYTHING, { data: 'text' }, 'off'))).toMatchObject({ code: 15 });
    expect(await storedTasks()).toEqual([]);
  });
});

describe('who may execute', () => {
  const mode = (permissionMode: string) => newFunction({ executionOptions: { permissionMode } });

  it('needs the permission, for all functions or for this one', async () => {
    await mode('permissionRequired');
    expect(await refusalOf(() => execute(NOBODY))).toMatchObject({ code: 104 });
    expect(await refusalOf(() => execute(NOTHING))).toMatchObject({ code: 10 });
    expect(await refusalOf(() => execute(allowed('EXECUTE_TASK_FUNCTION:other')))).toMatchObject({ code: 10 });
    expect(await execute(allowed('EXECUTE_TASK_FUNCTION:sum'))).toMatchObject({ status: 'complete' });
    expect(await execute(allowed('EXECUTE_TASK_FUNCTION'))).toMatchObject({ status: 'complete' });
  });

  it('needs only to be signed in when the function is for all users', async () => {
    await mode('allUsers');
    expect(await refusalOf(() => execute(NOBODY))).toMatchObject({ code: 104 });
    expect(await execute(NOTHING)).toMatchObject({ status: 'complete' });
  });

  it('may be anyone when the function is public; who is known is noted', async () => {
    await mode('public');
    expect(await execute(NOBODY)).not.toHaveProperty('createdByUserId');
    const user = { ...NOTHING, userId: '0123456789abcdef01234567' };
    expect(await execute(user)).toMatchObject({ createdByUserId: user.userId });
  });

  it('learns that a function is unknown only with the permission', async () => {
    expect(await refusalOf(() => execute(NOBODY, {}, 'ghost'))).toMatchObject({ code: 104 });
    expect(await refusalOf(() => execute(NOTHING, {}, 'ghost'))).toMatchObject({ code: 10 });
    expect(await refusalOf(() => execute(EVERYTHING, {}, 'ghost'))).toMatchObject({ code: 16 });
  });
});
