import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlannedTask } from '@/lib/dispatch/schema';
import { newObjectId } from '@/lib/format/id';
import { listAttempts } from './attempts';
import { database, writeTransaction } from './client';
import { markRunningAttemptsLost } from './lost-work';
import { listRunsOfEvent, takePendingRuns } from './runs';
import { tasks } from './schema/tasks';
import { type ClaimedTask, finishTasks, nextTaskDueAt, reclaimTasks, type TaskFinish } from './task-claims';
import { cancelTask, findTask, insertTask, listTaskLogs, listTasksOfRuns, type NewTask } from './tasks';
import {
  claimTasks,
  matchedEvent,
  NOW,
  newListener,
  only,
  openPrivateDatabase,
  type PrivateDatabase,
  pageOfEvents,
  pick,
  storeEvent,
  storePlannedRuns,
  taskAction,
} from './testing';

let db: PrivateDatabase;
beforeEach(async () => {
  db = await openPrivateDatabase();
});
afterEach(() => db.close());

const ERROR = { type: 'runtime', name: 'TypeError', message: 'x is not a function' } as const;
const FAILED_EVENT = matchedEvent([], { type: 'task_failed', source: 'system', depth: 1 });

async function newTask(changes: Partial<NewTask> = {}): Promise<string> {
  const id = newObjectId();
  const base = { functionName: 'erase', data: {}, startTimestamp: NOW, tags: [], priority: 0 };
  writeTransaction(() => insertTask({ ...base, id, idempotencyKey: id, depth: 0, now: NOW, ...changes }));
  return id;
}

const claim = async (changes = {}) => (await claimTasks(pick(changes))).items;
const claimedIds = async (changes = {}) => (await claim(changes)).map(({ task }) => task.id);
const finishOf = ({ task, claimToken, attemptId }: ClaimedTask, end: TaskFinish['end']): TaskFinish => ({
  task,
  claimToken,
  attemptId,
  logs: [],
  endedAt: NOW + 1_000,
  end,
});
const finish = async (claimed: ClaimedTask, end: TaskFinish['end']) =>
  only(await finishTasks([finishOf(claimed, end)]));
const attemptsOf = (taskId: string) => listAttempts([], [taskId]);

/** A task that an event caused, with its run. */
async function newTaskOfRun() {
  const eventId = await storeEvent(matchedEvent([await newListener({ actions: [taskAction()] })]));
  const run = only((await takePendingRuns(10, '')).runs);
  const effect: PlannedTask = {
    type: 'task',
    functionName: 'erase',
    data: {},
    startTimestamp: NOW,
    tags: ['a'],
    priority: 3,
  };
  await storePlannedRuns([{ runId: run.id, event: run.event, status: 'ready', effect, mailFrom: '' }], NOW);
  return { runId: run.id, run: async () => only(await listRunsOfEvent(eventId)) };
}

describe('which tasks are claimed', () => {
  it('those with the higher priority first, then those that were due earlier, then the older ones', async () => {
    const late = await newTask({ startTimestamp: NOW });
    const older = await newTask({ startTimestamp: NOW - 5 });
    const newer = await newTask({ startTimestamp: NOW - 5 });
    const low = await newTask({ startTimestamp: NOW - 1_000, priority: -1 });
    const high = await newTask({ startTimestamp: NOW, priority: 9 });
    expect(await claimedIds()).toEqual([high, older, newer, late, low]);
  });

  it('only due ones: a task with a high priority does not run before its start time', async () => {
    const urgent = await newTask({ startTimestamp: NOW + 1, priority: 1_000_000 });
    const due = await newTask({ priority: -1_000_000 });
    expect(await claimedIds({ now: NOW })).toEqual([due]);
    expect(await nextTaskDueAt(NOW)).toBe(NOW + 1);
    expect(await claimedIds({ now: NOW })).toEqual([]);
    expect(await claimedIds({ now: NOW + 1 })).toEqual([urgent]);
    expect(await nextTaskDueAt(NOW + 1)).toBeUndefined();
  });

  it('by turns over the functions, so that the backlog of one does not hold up the others', async () => {
    const noisy = [];
    for (let i = 0; i < 5; i++) noisy.push(await newTask({ functionName: 'a_noisy' }));
    const quiet = await newTask({ functionName: 'b_quiet' });
    const first = await claimTasks(pick({ limit: 3 }));
    expect(first.items.map(({ task }) => task.id)).toEqual([noisy[0], quiet, noisy[1]]);
    expect(first.items.map(({ lane }) => lane)).toEqual(['a_noisy', 'b_quiet', 'a_noisy']);
  });

  it('no more of one function than may be under way at once', async () => {
    for (let i = 0; i < 5; i++) await newTask();
    expect(await claim({ laneCap: 3, inFlight: new Map([['erase', 1]]) })).toHaveLength(2);
    expect(await claim({ laneCap: 3, inFlight: new Map([['erase', 3]]) })).toHaveLength(0);
  });

  it('each one once', async () => {
    await newTask();
    const [first, second] = await Promise.all([claim(), claim()]);
    expect([...first, ...second]).toHaveLength(1);
  });

  it('never one that was canceled', async () => {
    const id = await newTask();
    expect(await cancelTask(id, NOW)).toBe(true);
    expect(await claim()).toEqual([]);
    expect(await cancelTask(id, NOW)).toBe(false);
  });
});

describe('a claim', () => {
  it('counts the attempt before anything is called, with a row of its own', async () => {
    const id = await newTask();
    const claimed = only(await claim());
    expect(await findTask(id)).toMatchObject({ status: 'inProgress', attempts: 1, statusChangedTimestamp: NOW });
    expect(only(await attemptsOf(id))).toMatchObject({
      id: claimed.attemptId,
      number: 1,
      outcome: 'running',
      startedAt: NOW,
    });
  });

  it('ends with the result, the log lines and how the attempt ended', async () => {
    const id = await newTask();
    const claimed = only(await claim());
    const logs = [1, 2, 3].map((n) => ({ timestamp: NOW + n, message: `line ${n}` }));
    const complete = finishOf(claimed, { status: 'complete', result: { erased: 3 } });
    expect(await finishTasks([{ ...complete, logs }])).toEqual([true]);
    expect(await findTask(id)).toMatchObject({
      status: 'complete',
      result: { erased: 3 },
      statusChangedTimestamp: NOW + 1_000,
    });
    expect(await listTaskLogs(id)).toEqual(logs);
    expect(await listTaskLogs(id, NOW + 2)).toEqual(logs.slice(1));
    expect(only(await attemptsOf(id))).toMatchObject({ outcome: 'succeeded', endedAt: NOW + 1_000 });
  });

  it('tells a function that answered null from one that answered nothing', async () => {
    const results = [];
    for (const result of [null, undefined, 0]) {
      const id = await newTask();
      await finish(only(await claim()), { status: 'complete', result });
      results.push((await findTask(id))?.result);
    }
    expect(results).toEqual([null, undefined, 0]);
  });

  it('takes more log lines than one statement can bind', async () => {
    const id = await newTask();
    const logs = Array.from({ length: 12_000 }, (_, n) => ({ timestamp: NOW, message: String(n) }));
    await finishTasks([{ ...finishOf(only(await claim()), { status: 'complete', result: 1 }), logs }]);
    expect(await listTaskLogs(id)).toEqual(logs);
  });

  it('that was lost cannot be finished: nothing changes, and its attempt is kept as stale', async () => {
    const id = await newTask();
    const slow = only(await claim());
    await reclaimTasks(NOW, new Map());
    const second = only(await claim());
    expect(second.claimToken).not.toBe(slow.claimToken);
    expect(await finish(slow, { status: 'failed', error: ERROR, event: FAILED_EVENT })).toBe(false);
    expect(await findTask(id)).toMatchObject({ status: 'inProgress', attempts: 2, error: undefined });
    expect((await pageOfEvents({ type: 'task_failed' })).data).toEqual([]);
    expect(await finish(second, { status: 'complete', result: 'the second' })).toBe(true);
    expect(await finish(second, { status: 'complete', result: 'once more' })).toBe(false);
    expect(await findTask(id)).toMatchObject({ status: 'complete', result: 'the second' });
    expect((await attemptsOf(id)).map((attempt) => attempt.outcome)).toEqual(['stale', 'stale']);
  });

  it('that a shutdown interrupted is due again, with the attempt kept', async () => {
    const id = await newTask();
    await finish(only(await claim()), { status: 'interrupted' });
    expect(await findTask(id)).toMatchObject({ status: 'new', attempts: 1 });
    expect(only(await attemptsOf(id))).toMatchObject({ outcome: 'interrupted' });
    expect(await claimedIds()).toEqual([id]);
  });
});

describe('a task that fails', () => {
  it('for good says why, fails its run, and produces the event task_failed', async () => {
    const { runId, run } = await newTaskOfRun();
    const claimed = only(await claim());
    await finish(claimed, { status: 'failed', error: ERROR, event: FAILED_EVENT });
    expect(await findTask(claimed.task.id)).toMatchObject({ status: 'failed', error: ERROR, runId });
    expect(await run()).toMatchObject({ status: 'failed', reason: 'x is not a function' });
    expect(only(await attemptsOf(claimed.task.id))).toMatchObject({
      outcome: 'failed',
      class: 'runtime',
      code: 'TypeError',
    });
    const failed = (await pageOfEvents({ type: 'task_failed' })).data;
    expect(only(failed)).toMatchObject({ source: 'system', depth: 1 });
  });

  it('and is retried makes a new task with the same properties and the same key, and its run goes on', async () => {
    const { runId, run } = await newTaskOfRun();
    const first = only(await claim());
    const retryAt = NOW + 2_000;
    await finish(first, { status: 'retried', error: ERROR, retryAt, reason: 'a retry follows' });
    const [before, after] = await listTasksOfRuns([runId]);
    expect(before).toMatchObject({ status: 'retried', error: ERROR, retriedByTaskId: after?.id });
    expect(after).toMatchObject({
      status: 'new',
      startTimestamp: retryAt,
      retryForTaskIds: [first.task.id],
      attempts: 0,
    });
    const { functionName, data, tags, priority, idempotencyKey, depth } = first.task;
    expect(after).toMatchObject({ functionName, data, tags, priority, idempotencyKey, depth, runId });
    expect(await run()).toMatchObject({ status: 'running', reason: 'a retry follows', taskId: after?.id });
    expect(await claim({ now: retryAt - 1 })).toEqual([]);
    const second = only(await claim({ now: retryAt }));
    await finish(second, { status: 'retried', error: ERROR, retryAt, reason: 'again' });
    const third = only(await claim({ now: retryAt }));
    expect(third.task.retryForTaskIds).toEqual([first.task.id, second.task.id]);
    await finish(third, { status: 'complete', result: 1 });
    expect(await run()).toMatchObject({ status: 'succeeded', reason: undefined, taskId: third.task.id });
  });
});

describe('after a crash', () => {
  it('what was in progress is due again, with the same id and key, and its attempt is lost', async () => {
    const id = await newTask();
    const before = only(await claim()).task;
    await db.reopen();
    const lost = await markRunningAttemptsLost(NOW + 1);
    expect([...lost.keys()]).toEqual([id]);
    expect(await reclaimTasks(NOW + 1, lost)).toEqual([]);
    const again = only(await claim({ now: NOW + 1 })).task;
    expect([again.id, again.idempotencyKey, again.attempts]).toEqual([id, before.idempotencyKey, 2]);
    expect((await attemptsOf(id)).map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'lost'],
      [2, 'running'],
    ]);
  });

  it('what was done stays done, and what was waiting stays waiting', async () => {
    const done = await newTask();
    await finish(only(await claim()), { status: 'complete', result: 1 });
    const waiting = await newTask({ startTimestamp: NOW + 1_000 });
    const before = await database().select().from(tasks).all();
    await reclaimTasks(NOW + 1, new Map());
    expect(await database().select().from(tasks).all()).toEqual(before);
    expect([(await findTask(done))?.status, (await findTask(waiting))?.status]).toEqual(['complete', 'new']);
  });

  it('a task that took its server down three times is handed over instead of tried again', async () => {
    const id = await newTask();
    const bystander = await newTask({ startTimestamp: NOW + 500 });
    for (let crash = 1; crash <= 2; crash++) {
      await claim();
      expect(await reclaimTasks(NOW, await markRunningAttemptsLost(NOW))).toEqual([]);
    }
    await claim({ now: NOW + 500 });
    const poison = only(await reclaimTasks(NOW, await markRunningAttemptsLost(NOW)));
    expect(poison.task.id).toBe(id);
    expect(await claimedIds({ now: NOW + 500 })).toEqual([bystander]);
    expect(await finish(poison, { status: 'failed', error: ERROR, event: FAILED_EVENT })).toBe(true);
    expect((await findTask(id))?.status).toBe('failed');
    expect((await attemptsOf(id)).map((attempt) => attempt.outcome)).toEqual(['lost', 'lost', 'lost']);
  });
});

describe('canceling', () => {
  it('cancels the run of a task that is new, and nothing that is under way', async () => {
    const { run } = await newTaskOfRun();
    const id = (await run()).taskId ?? '';
    expect(await cancelTask(id, NOW)).toBe(true);
    expect(await run()).toMatchObject({ status: 'canceled', reason: 'its task was canceled' });
    const other = await newTask();
    await claim();
    expect(await cancelTask(other, NOW)).toBe(false);
    expect((await findTask(other))?.status).toBe('inProgress');
  });
});
