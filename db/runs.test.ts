import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlannedMail, PlannedTask } from '@/lib/dispatch/schema';
import { database, writeTransaction } from './client';
import {
  addAction,
  deleteAction,
  deleteDispatcher,
  findRevision,
  listListeners,
  updateAction,
  updateDispatcher,
} from './dispatchers';
import { setRunStatus } from './run-status';
import { findEventOfRun, listRunsByStatus, listRunsOfEvent, type PendingRun, takePendingRuns } from './runs';
import { mails } from './schema/mails';
import { tasks } from './schema/tasks';
import {
  mailAction,
  matchedEvent,
  NOW,
  newListener,
  only,
  openPrivateDatabase,
  type PrivateDatabase,
  storeEvent,
  storePlannedRuns,
  taskAction,
} from './testing';

let db: PrivateDatabase;
beforeEach(async () => {
  db = await openPrivateDatabase();
});
afterEach(() => db.close());

const MAIL: PlannedMail = {
  type: 'mail',
  recipients: { to: ['ada@example.com'], cc: [], bcc: [] },
  templateId: 'b'.repeat(24),
  templateName: 'goodbye',
  subject: 'Bye',
  html: '<p>Bye</p>',
  text: 'Bye',
  language: 'EN',
  timeZone: 'UTC',
};
const TASK: PlannedTask = { type: 'task', functionName: 'erase', data: {}, startTimestamp: NOW, tags: [], priority: 7 };
const MAIL_FROM = 'Dispatchers <no-reply@example.com>';
const take = async () => (await takePendingRuns(100, '')).runs;
const ready = (run: PendingRun, effect: PlannedMail | PlannedTask) =>
  ({ runId: run.id, event: run.event, status: 'ready', effect, mailFrom: MAIL_FROM }) as const;

describe('what an earlier event causes', () => {
  it('is not changed when its dispatcher is edited before dispatch', async () => {
    const listener = await newListener({ name: 'as it was', actions: [taskAction({ functionName: 'before' })] });
    const [action] = listener.actions;
    const eventId = await storeEvent(matchedEvent([listener]));
    await updateAction(listener.id, action?.id ?? '', taskAction({ functionName: 'after' }), NOW + 1);
    await updateDispatcher(listener.id, { name: 'renamed', enabled: false, tags: [] }, { now: NOW + 2, actions: [] });
    const pending = only(await take());
    const revision = await findRevision(pending.revisionId);
    expect(revision).toMatchObject({ name: 'as it was', enabled: true, actions: [{ functionName: 'before' }] });
    expect(revision?.actions[0]?.id).toBe(pending.actionId);
    expect(only(await listRunsOfEvent(eventId)).dispatcherName).toBe('as it was');
  });

  it('is not changed when its dispatcher is deleted before dispatch', async () => {
    const listener = await newListener({ actions: [mailAction({ name: 'tell them' })] });
    const eventId = await storeEvent(matchedEvent([listener]));
    expect(await deleteDispatcher(listener.id)).toBe(1);
    const pending = only(await take());
    expect((await findRevision(pending.revisionId))?.actions).toHaveLength(1);
    expect(only(await listRunsOfEvent(eventId)).actionName).toBe('tell them');
  });

  it('is matched with a new revision after every change of a dispatcher or its actions', async () => {
    const { id, eventType, revisionId } = await newListener({ actions: [] });
    const revisions = [revisionId];
    const newest = async () => {
      const listener = only(await listListeners(eventType));
      revisions.push(listener.revisionId);
      return listener;
    };
    const action = await addAction(id, mailAction(), NOW + 1);
    expect((await newest()).actions).toHaveLength(1);
    await updateAction(id, action?.id ?? '', mailAction({ templateName: 'hello' }), NOW + 2);
    expect((await newest()).actions).toMatchObject([{ templateName: 'hello' }]);
    await deleteAction(id, action?.id ?? '', NOW + 3);
    expect((await newest()).actions).toEqual([]);
    await updateDispatcher(id, { enabled: false, tags: [] }, { now: NOW + 4 });
    expect((await newest()).enabled).toBe(false);
    expect(new Set(revisions).size).toBe(5);
  });
});

describe('pending runs', () => {
  it('are taken by turns over the event types, so that a noisy one does not hold up the others', async () => {
    const noisy = await newListener({ eventType: 'a_noisy', actions: [taskAction()] });
    const quiet = await newListener({ eventType: 'b_quiet', actions: [taskAction()] });
    for (let i = 0; i < 10; i++) await storeEvent(matchedEvent([noisy]));
    const last = await storeEvent(matchedEvent([quiet]));
    const taken = await takePendingRuns(4, '');
    expect(taken.runs.map((run) => run.event.id)).toContain(last);
    expect(taken.runs).toHaveLength(4);
  });

  it('are not claimed by being looked at', async () => {
    await storeEvent(matchedEvent([await newListener()]));
    expect(await take()).toHaveLength(2);
    expect(await take()).toHaveLength(2);
  });

  it('carry the event as it was stored', async () => {
    const id = await storeEvent(matchedEvent([await newListener({ actions: [taskAction()] })], { depth: 3 }));
    expect(only(await take()).event).toMatchObject({ id, depth: 3, content: { email: 'ada@example.com' } });
  });
});

describe('planned runs', () => {
  it('become a mail and a task in one commit, each with the identity of its run', async () => {
    const eventId = await storeEvent(matchedEvent([await newListener()], { depth: 2 }));
    const [first, second] = await take();
    if (!first || !second) throw new Error('two runs are expected');
    await storePlannedRuns([ready(first, MAIL), ready(second, TASK)], NOW);
    const stored = await listRunsOfEvent(eventId);
    expect(stored.map((run) => run.status)).toEqual(['running', 'running']);
    const mail = only(database().select().from(mails).all());
    const task = only(database().select().from(tasks).all());
    expect(stored.map((run) => [run.mailId, run.taskId])).toEqual([
      [mail.id, undefined],
      [undefined, task.id],
    ]);
    expect(mail).toMatchObject({ runId: first.id, messageId: `<${mail.id}@example.com>`, from: MAIL_FROM });
    expect(task).toMatchObject({ runId: second.id, idempotencyKey: second.id, depth: 2, priority: 7, status: 'new' });
    expect(await take()).toEqual([]);
  });

  it('are planned once, even when the same run is planned twice', async () => {
    await storeEvent(matchedEvent([await newListener({ actions: [taskAction()] })]));
    const run = only(await take());
    await storePlannedRuns([ready(run, TASK)], NOW);
    await storePlannedRuns([ready(run, TASK), ready(run, TASK)], NOW);
    expect(await database().$count(tasks)).toBe(1);
  });

  it('say which problems prevent them, and nothing is made', async () => {
    const eventId = await storeEvent(matchedEvent([await newListener({ actions: [taskAction()] })]));
    const { id, event } = only(await take());
    const problems = [
      { code: 'missing_path', message: 'content.email is not there', path: 'content.email' },
      { code: 'invalid_value', message: 'and more' },
    ] as const;
    await storePlannedRuns([{ runId: id, event, status: 'problem', problems: [...problems] }], NOW + 5);
    const failed = only(await listRunsOfEvent(eventId));
    expect(failed).toMatchObject({ status: 'failed', reason: 'content.email is not there; and more', problems });
    expect(failed.updateTimestamp).toBe(NOW + 5);
    expect(await listRunsByStatus('failed', 10)).toEqual([failed]);
    expect(await database().$count(tasks)).toBe(0);
  });

  it('say that a task waits for its start time', async () => {
    const eventId = await storeEvent(matchedEvent([await newListener({ actions: [taskAction()] })]));
    await storePlannedRuns([ready(only(await take()), { ...TASK, startTimestamp: NOW + 60_000 })], NOW);
    expect(only(await listRunsOfEvent(eventId)).reason).toBe('waits for its start time');
  });
});

describe('the status of a run', () => {
  it('moves only from the status that is expected, and never from a final one', async () => {
    const eventId = await storeEvent(matchedEvent([await newListener({ actions: [taskAction()] })]));
    const { id } = only(await listRunsOfEvent(eventId));
    const move = (...[status, from]: ['running' | 'succeeded' | 'failed', ('pending' | 'running')?]) =>
      writeTransaction(() => setRunStatus(id, status, undefined, NOW, from ? { from } : {}));
    expect(move('succeeded', 'running')).toBe(false);
    expect(move('running', 'pending')).toBe(true);
    expect(move('running', 'pending')).toBe(false);
    expect(move('succeeded')).toBe(true);
    expect(move('failed')).toBe(false);
    expect(move('running')).toBe(false);
    expect(only(await listRunsOfEvent(eventId)).status).toBe('succeeded');
  });

  it('of a run that is not there does not change', () => {
    expect(writeTransaction(() => setRunStatus('f'.repeat(24), 'failed', undefined, NOW))).toBe(false);
  });

  it('belongs to a run whose event can be found', async () => {
    const eventId = await storeEvent(matchedEvent([await newListener({ actions: [taskAction()] })]));
    const { id } = only(await listRunsOfEvent(eventId));
    expect((await findEventOfRun(id))?.id).toBe(eventId);
    expect(await findEventOfRun('f'.repeat(24))).toBeUndefined();
  });
});
