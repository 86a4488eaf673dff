import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScheduledTasks, listDueSchedules, nextScheduleDueAt } from '@/db/schedules';
import { pageTasks } from '@/db/task-pages';
import { NOW, only } from '@/db/testing';
import { newObjectId } from '@/lib/format/id';
import { createFunction } from '@/lib/functions/create';
import { parseRql } from '@/lib/rql/parse';
import { EVERYTHING, type PrivateServer, refusalOf, startPrivateServer } from '@/lib/server/testing/private-server';
import { createSchedule } from './create';
import { deleteSchedule } from './delete';
import { listSchedules } from './list';
import { runDueSchedules } from './run-due';

const MINUTE = 60_000;
let server: PrivateServer;

beforeEach(async () => {
  server = await startPrivateServer();
});
afterEach(() => server.close());

const newSchedule = (over: object = {}) =>
  createSchedule(EVERYTHING, { interval: 60, functionName: 'erase', data: { customKey: 1 }, ...over }, NOW);
const tasks = async () => (await pageTasks(parseRql('limit(50)'), '')).data;
const next = async () => only((await listSchedules(EVERYTHING, '')).data).nextTimestamp;

describe('a schedule', () => {
  it('creates its first task at its start and one more at each interval', async () => {
    await newSchedule({ startTimestamp: NOW + MINUTE, priority: 7 });
    await runDueSchedules(NOW + MINUTE - 1, 10);
    expect(await tasks()).toEqual([]);
    await runDueSchedules(NOW + MINUTE, 10);
    await runDueSchedules(NOW + MINUTE + 1, 10);
    await runDueSchedules(NOW + 2 * MINUTE, 10);
    expect(await tasks()).toMatchObject([
      { functionName: 'erase', status: 'new', data: { customKey: 1 }, priority: 7, startTimestamp: NOW + MINUTE },
      { functionName: 'erase', status: 'new', data: { customKey: 1 }, priority: 7, startTimestamp: NOW + 2 * MINUTE },
    ]);
    expect(await next()).toBe(NOW + 3 * MINUTE);
  });

  it('creates one task for all that it missed while the server was down, and stays on its grid', async () => {
    await newSchedule();
    await server.reopen();
    await runDueSchedules(NOW + 10 * MINUTE + 5_000, 10);
    await runDueSchedules(NOW + 10 * MINUTE + 5_001, 10);
    expect(only(await tasks()).startTimestamp).toBe(NOW + 10 * MINUTE);
    expect(await next()).toBe(NOW + 11 * MINUTE);
  });

  it('creates the task of a slot once, also when two look at the same time', async () => {
    await newSchedule();
    const schedule = only(await listDueSchedules(NOW, 10));
    const due = () => {
      const { functionName, data } = schedule;
      const id = newObjectId();
      const task = { id, functionName, data, startTimestamp: NOW, tags: [], priority: 0, idempotencyKey: id, depth: 0 };
      return { schedule, task: { ...task, now: NOW }, nextTimestamp: NOW + MINUTE };
    };
    expect(await createScheduledTasks([due()], NOW)).toBe(1);
    expect(await createScheduledTasks([due()], NOW)).toBe(0);
    expect(await tasks()).toHaveLength(1);
  });

  it('that is removed creates nothing more; its tasks stay', async () => {
    const { id } = await newSchedule();
    await runDueSchedules(NOW, 10);
    const listed = await listDueSchedules(NOW + MINUTE, 10);
    await deleteSchedule(EVERYTHING, id);
    await runDueSchedules(NOW + MINUTE, 10);
    expect(listed).toHaveLength(1);
    expect(await tasks()).toHaveLength(1);
    expect(await nextScheduleDueAt()).toBeUndefined();
    expect(await refusalOf(() => deleteSchedule(EVERYTHING, id))).toMatchObject({ code: 16 });
  });

  it('gives its tasks the priority that the function has then, when it says none itself', async () => {
    const http = { name: 'erase', kind: 'http', http: { url: 'https://example.com/' } };
    await createFunction(EVERYTHING, { ...http, executionOptions: { defaultPriority: 3 } }, NOW);
    await newSchedule();
    await runDueSchedules(NOW, 10);
    expect(only(await tasks()).priority).toBe(3);
  });

  it('is served in turn with the others, the longest overdue first', async () => {
    await newSchedule({ functionName: 'late', startTimestamp: NOW + 2 });
    await newSchedule({ functionName: 'early', startTimestamp: NOW + 1 });
    expect(await runDueSchedules(NOW + 10, 1)).toBe(1);
    expect((await tasks()).map((task) => task.functionName)).toEqual(['early']);
    expect(await runDueSchedules(NOW + 10, 10)).toBe(1);
    expect((await tasks()).map((task) => task.functionName)).toEqual(['early', 'late']);
  });

  it('asks the engine to look as soon as it is made', async () => {
    await newSchedule();
    expect(server.wakeUps()).toBe(1);
  });

  it.each([
    [14, {}],
    [14, { interval: 60 }],
    [15, { functionName: 'erase', interval: 0 }],
    [15, { functionName: 'erase', interval: 1.5 }],
    [15, { functionName: 'erase', interval: 60, data: [] }],
    [15, { functionName: 'erase', interval: 60, startTimestamp: 'soon' }],
  ])('that is malformed is refused with %i: %o', async (code, body) => {
    expect(await refusalOf(() => createSchedule(EVERYTHING, body, NOW))).toMatchObject({ code });
  });
});
