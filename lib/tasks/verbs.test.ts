import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimTasks, findTask, finishTasks } from '@/db/tasks';
import { only, pick, uniqueName } from '@/db/testing';
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
