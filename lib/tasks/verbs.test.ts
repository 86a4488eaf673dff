import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishTasks } from '@/db/task-claims';
import { findTask } from '@/db/tasks';
import { claimTasks, only, pick, uniqueName } from '@/db/testing';
import { ServiceError } from '@/lib/errors/service-error';
import { createFunction } from '@/lib/functions/create';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { cancelTask } from './cancel';
import { createTask } from './create';
import { listTasks } from './list';
import { viewTaskLogs } from './logs';

const NOW = Date.UTC(2026, 4, 17, 12);
const UNKNOWN = 'f'.repeat(24);

let server: PrivateServer;
beforeAll(async () => {
  server = await startPrivateServer();
});
afterAll(() => server.close());

const create = (body: object = {}) => createTask(EVERYTHING, { functionName: uniqueName('function'), ...body }, NOW);
const codeOf = async (act: () => unknown) => (await refusalOf(act)).code;

/** Everybody asks as the same user, unless told otherwise. */
const caller = (userId = 'a'.repeat(24)) => ({ ...allowed('CREATE_TASKS'), userId });
const countTasks = async (functionName: string) =>
  (await listTasks(EVERYTHING, `eq(functionName,${functionName})`)).page.total;

describe('R-10: creating a task with an Idempotency-Key', () => {
  it('a hundred times in parallel makes one; every other answer is that one, as a duplicate', async () => {
    const functionName = uniqueName('function');
    const wakeUps = server.wakeUps();
    const again = () => createTask(caller(), { functionName, data: { n: 1 } }, NOW, 'same');
    const answers = await Promise.all(Array.from({ length: 100 }, again));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers.filter(({ duplicate }) => duplicate)).toHaveLength(99);
    expect(await countTasks(functionName)).toBe(1);
    expect(server.wakeUps()).toBe(wakeUps + 1);
  });

  it('refuses the key with another body, and takes it from another caller', async () => {
    const functionName = uniqueName('function');
    const create = (n: number, userId?: string) =>
      createTask(caller(userId), { data: { n }, functionName }, NOW, functionName);
    const first = await create(1);
    const refusal = await refusalOf(() => create(2));
    expect(refusal).toMatchObject({ code: 26, status: 422, message: expect.stringContaining(first.id) });
    expect((await create(2, 'b'.repeat(24))).duplicate).toBeUndefined();
    expect(await countTasks(functionName)).toBe(2);
  });

  it('answers the first task as it is now, in whatever order its fields come', async () => {
    const functionName = uniqueName('function');
    const first = await createTask(caller(), { functionName, priority: 3 }, NOW, functionName);
    await cancelTask(EVERYTHING, first.id, NOW);
    const again = await createTask(caller(), { priority: 3, functionName }, NOW + 1_000, functionName);
    expect(again).toMatchObject({ id: first.id, status: 'canceled', duplicate: true });
  });

  it('takes no key of more than 256 characters', async () => {
    const functionName = uniqueName('function');
    const create = (length: number) => createTask(caller(), { functionName }, NOW, 'x'.repeat(length));
    expect(await refusalOf(() => create(257))).toMatchObject({ code: 15, errors: [{ path: 'Idempotency-Key' }] });
    expect((await create(256)).status).toBe('new');
  });

  it('however the requests interleave: one task for each caller and key, all else are duplicates or conflicts of it', async () => {
    const request = fc.record({
      userId: fc.constantFrom('a'.repeat(24), 'b'.repeat(24)),
      key: fc.constantFrom('one', 'two'),
      n: fc.integer({ min: 0, max: 1 }),
    });
    const rounds = fc.array(fc.array(request, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(rounds, async (batches) => {
        const functionName = uniqueName('function');
        const first = new Map<string, { id: string; n: number }>();
        for (const batch of batches) {
          const send = async ({ userId, key, n }: (typeof batch)[number]) => {
            const body = { functionName, data: { n } };
            return createTask(caller(userId), body, NOW, `${functionName} ${key}`).catch(
              (error: ServiceError) => error,
            );
          };
          const answers = await Promise.all(
            batch.map(async (request) => ({ ...request, answer: await send(request) })),
          );
          for (const { userId, key, n, answer } of answers) {
            const known = first.get(userId + key);
            if (answer instanceof ServiceError) expect([answer.status, known?.n]).toEqual([422, 1 - n]);
            else if (answer.duplicate) expect(known).toEqual({ id: answer.id, n });
            else {
              expect(known).toBeUndefined();
              first.set(userId + key, { id: answer.id, n });
            }
          }
        }
        expect(await countTasks(functionName)).toBe(first.size);
      }),
      { numRuns: 30 },
    );
  });
});

describe('creating a task', () => {
  it('starts it at once when nothing is said, and wakes the engine', async () => {
    const before = server.wakeUps();
    const task = await create();
    expect(task).toMatchObject({ status: 'new', data: {}, tags: [], priority: 0, startTimestamp: NOW, attempts: 0 });
    expect(task).toMatchObject({ idempotencyKey: task.id, depth: 0, runId: undefined });
    expect(await findTask(task.id)).toEqual(task);
    expect(server.wakeUps()).toBe(before + 1);
  });

  it('notes who asked for it', async () => {
    const principal = { ...allowed('CREATE_TASKS'), userId: 'a'.repeat(24), applicationId: 'b'.repeat(24) };
    const task = await createTask(principal, { functionName: 'erase' }, NOW);
    expect(task).toMatchObject({ createdByUserId: 'a'.repeat(24), createdByApplicationId: 'b'.repeat(24) });
  });

  it('takes the start time as an ISO time or as epoch milliseconds', async () => {
    const at = NOW + 60_000;
    for (const startTimestamp of [at, new Date(at).toISOString(), '2026-05-17T14:01:00+02:00']) {
      expect((await create({ startTimestamp })).startTimestamp).toBe(at);
    }
  });

  it('has the priority of its function unless it has its own', async () => {
    const http = { url: 'https://example.com/' };
    const executionOptions = { permissionMode: 'permissionRequired', defaultPriority: 5 };
    await createFunction(EVERYTHING, { name: 'urgent', kind: 'http', http, executionOptions }, NOW);
    expect((await create({ functionName: 'urgent' })).priority).toBe(5);
    expect((await create({ functionName: 'urgent', priority: -1 })).priority).toBe(-1);
  });

  it.each([
    [14, { functionName: undefined }],
    [15, { functionName: '' }],
    [15, { data: [] }],
    [15, { startTimestamp: 'tomorrow' }],
    [15, { startTimestamp: -1 }],
    [15, { startTimestamp: '+275760-09-13T00:00:00Z' }],
    [15, { priority: 1.5 }],
    [15, { tags: Array.from({ length: 51 }, () => 'x') }],
  ])('refuses with %i: %j', async (code, body) => {
    expect(await codeOf(() => create(body))).toBe(code);
  });
});

describe('canceling a task', () => {
  it('is for one that is new', async () => {
    const { id } = await create({ startTimestamp: NOW + 1 });
    await cancelTask(EVERYTHING, id, NOW);
    expect(await findTask(id)).toMatchObject({ status: 'canceled', statusChangedTimestamp: NOW });
    expect(await refusalOf(() => cancelTask(EVERYTHING, id, NOW))).toMatchObject({ code: 27 });
    expect(await codeOf(() => cancelTask(EVERYTHING, UNKNOWN, NOW))).toBe(16);
  });
});

describe('the log lines of a task', () => {
  it('come oldest first, from a time on, as ISO times', async () => {
    const { id } = await create({ priority: 1_000_000 });
    expect(await codeOf(() => viewTaskLogs(EVERYTHING, id, ''))).toBe(1408);
    const claimed = only((await claimTasks(pick({ limit: 1_000 }))).items.filter(({ task }) => task.id === id));
    const logs = [NOW, NOW + 1_000].map((timestamp) => ({ timestamp, message: `at ${timestamp}` }));
    await finishTasks([{ ...claimed, logs, endedAt: NOW, end: { status: 'complete', result: 1 } }]);
    const lines = logs.map((line) => ({ ...line, timestamp: new Date(line.timestamp).toISOString() }));
    const read = async (query: string) => (await viewTaskLogs(EVERYTHING, id, query)).data;
    expect(await read('')).toEqual(lines);
    expect(await read(`timestamp>=${NOW + 1}`)).toEqual(lines.slice(1));
    expect(await read('ge(timestamp,2026-05-17T12:00:01.000Z)')).toEqual(lines.slice(1));
    expect(await codeOf(() => viewTaskLogs(EVERYTHING, id, 'eq(message,x)'))).toBe(19);
    expect(await codeOf(() => viewTaskLogs(EVERYTHING, UNKNOWN, ''))).toBe(16);
  });
});

describe('what a caller may do with tasks', () => {
  it('is one permission for each act', async () => {
    const { id } = await create();
    const nothing = allowed('VIEW_TASKS');
    expect(await codeOf(() => createTask(nothing, { functionName: 'erase' }, NOW))).toBe(10);
    expect(await codeOf(() => cancelTask(nothing, id, NOW))).toBe(10);
    expect(await codeOf(() => viewTaskLogs(nothing, id, ''))).toBe(10);
    await cancelTask(allowed('CANCEL_TASKS'), id, NOW);
    expect(await codeOf(() => viewTaskLogs(allowed('VIEW_TASK_LOGS'), id, ''))).toBe(1408);
  });
});
