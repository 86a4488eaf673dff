import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMail, findMails } from '@/db/mails';
import { findRuns } from '@/db/runs';
import { finishTasks } from '@/db/task-claims';
import { findTask } from '@/db/tasks';
import { claimMails, claimTasks, finishMails, mailAction, only, pick, taskAction } from '@/db/testing';
import { failedEnd } from '@/lib/delivery/deliver-task';
import { startDispatchLoop } from '@/lib/dispatch/loop';
import { createDispatcher } from '@/lib/dispatchers/create';
import { createFunction } from '@/lib/functions/create';
import { retryRun } from '@/lib/runs/retry';
import { reached, runOf, send } from '@/lib/runs/testing';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { createTask } from '@/lib/tasks/create';
import { discardMatching } from './discard';
import { listUndelivered } from './list';

const REASON = 'written to by hand';
const DISCARDED = `Discarded: ${REASON}`;

let server: PrivateServer;
beforeEach(async () => {
  server = await startPrivateServer();
  const http = { url: 'https://functions.example.com/' };
  await createFunction(EVERYTHING, { name: 'erase', kind: 'http', http }, Date.now());
});
afterEach(() => server.close());

const undelivered = async () => (await listUndelivered(EVERYTHING)).data.map(({ kind, id }) => `${kind} ${id}`);
const discard = (kind: 'run' | 'mail' | 'task', id: string) =>
  discardMatching(EVERYTHING, kind, { query: `in(id,${id})`, reason: REASON });

/** An event whose one action has failed as far as it got. @returns the run. */
async function failedRun(action: object) {
  await createDispatcher(EVERYTHING, { eventType: 'sent', actions: [action] }, Date.now());
  const eventId = await send('sent');
  const loop = startDispatchLoop(server.context.logger, { planned: () => undefined });
  await reached(eventId, action === TASK ? 'running' : 'failed');
  await loop.stop();
  if (action === TASK) await failTask();
  return runOf(eventId);
}
const TASK = taskAction();

async function failTask(): Promise<string> {
  const claimed = only((await claimTasks(pick({ now: Date.now() }))).items);
  const error = { type: 'runtime', name: 'TypeError', message: 'x is not a function' } as const;
  const end = await failedEnd(claimed.task, error, Date.now());
  await finishTasks([{ ...claimed, logs: [], endedAt: Date.now(), end }]);
  return claimed.task.id;
}

async function failMail(): Promise<string> {
  const mail = await createMail({
    lane: 'test',
    from: 'service@example.com',
    subject: 'Hello',
    html: '',
    text: '',
    recipients: { to: ['ada@example.com'], cc: [], bcc: [] },
    now: Date.now(),
  });
  const claimed = only((await claimMails(pick({ now: Date.now() }))).items);
  const { claimToken, attemptId } = claimed;
  await finishMails([
    {
      mailId: mail.id,
      claimToken,
      attemptId,
      status: 'failed',
      reason: '550 no',
      nextDueAt: undefined,
      recipients: [],
      attempt: { outcome: 'failed' },
      endedAt: Date.now(),
    },
  ]);
  return mail.id;
}

describe('discarding what failed', () => {
  it('takes a run off the list, keeps why it failed, and says why nobody need act', async () => {
    const run = await failedRun(mailAction({ templateName: 'not-there' }));
    expect(await undelivered()).toEqual([`run ${run.id}`]);
    expect(await discard('run', run.id)).toMatchObject({ changed: 1, skipped: 0 });
    expect(await undelivered()).toEqual([]);
    const [after] = await findRuns([run.id]);
    expect(after).toMatchObject({ status: 'canceled', reason: expect.stringContaining(DISCARDED) });
    expect(after?.reason).toContain(run.reason ?? run.problems[0]?.message);
  });

  it('takes the task of a run along, whichever of them is named', async () => {
    const run = await failedRun(TASK);
    const taskId = run.taskId ?? '';
    expect(await discard('task', taskId)).toMatchObject({ changed: 1 });
    expect(await findTask(taskId)).toMatchObject({
      status: 'canceled',
      reason: DISCARDED,
      error: { message: 'x is not a function' },
    });
    expect((await findRuns([run.id]))[0]).toMatchObject({ status: 'canceled' });
    expect(await undelivered()).toEqual([]);
  });

  it('takes mails and tasks that no event brought about', async () => {
    const mailId = await failMail();
    await createTask(EVERYTHING, { functionName: 'erase' }, Date.now());
    const taskId = await failTask();
    expect((await undelivered()).sort()).toEqual([`mail ${mailId}`, `task ${taskId}`]);
    await discard('mail', mailId);
    await discard('task', taskId);
    expect(await undelivered()).toEqual([]);
    expect(await findMails([mailId])).toMatchObject([
      { status: 'canceled', reason: `${DISCARDED} (it had failed: 550 no)` },
    ]);
  });

  it('leaves alone what has not failed, and says so', async () => {
    const { id } = await createTask(EVERYTHING, { functionName: 'erase' }, Date.now());
    expect(await discard('task', id)).toMatchObject({ changed: 0, reasons: { 'the task is new': 1 } });
    expect((await findTask(id))?.status).toBe('new');
  });

  it('can be undone by a retry', async () => {
    const run = await failedRun(TASK);
    await discard('run', run.id);
    expect(await retryRun(EVERYTHING, run.id, Date.now())).toMatchObject({ status: 'running' });
    expect(only((await claimTasks(pick({ now: Date.now() }))).items).task).toMatchObject({ reason: undefined });
  });

  it('wants a reason, a filter and the permission', async () => {
    const query = 'status=failed';
    const refused = async (body: object, who = EVERYTHING) =>
      (await refusalOf(() => discardMatching(who, 'run', body))).code;
    expect(await refused({ query })).toBe(14);
    expect(await refused({ query, reason: '  ' })).toBe(15);
    expect(await refused({ query, reason: 'x'.repeat(501) })).toBe(15);
    expect(await refused({ query: 'limit(1)', reason: REASON })).toBe(26);
    expect(await refused({ query, reason: REASON }, allowed('RETRY_RUNS'))).toBe(10);
  });
});
