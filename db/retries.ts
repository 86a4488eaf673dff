import { and, eq, ne, sql } from 'drizzle-orm';
import { newObjectId } from '@/lib/format/id';
import { noteChange } from './changes';
import { database, prepared, writeTransaction } from './client';
import { setRunStatus } from './run-status';
import { actions, dispatchers } from './schema/dispatchers';
import { functions } from './schema/functions';
import { mailRecipients, mails } from './schema/mails';
import { runs } from './schema/runs';
import { tasks } from './schema/tasks';
import { insertTask, retryOf, toTask } from './tasks';

type RunRow = typeof runs.$inferSelect;
type MailRow = typeof mails.$inferSelect;
type TaskRow = typeof tasks.$inferSelect;

/** What became of one row that a person wants retried or canceled: `refusal` says why it stays as it is. */
export interface ChangeResult {
  id: string;
  refusal: string | undefined;
}

/** Either what is to be written, or why nothing is. */
export type Decision = { write: (now: number) => void } | { refusal: string };
type Decide = (id: string, now: number) => Decision | undefined;

const BY_A_PERSON = 'canceled by a person';

/** Retries runs, all in one commit. With `dryRun` nothing is written. Unknown ids are left out. */
export const retryRuns = changing((id, now) => {
  const run = findRun(id);
  return run && decideRetry(run, now);
});
/** Cancels runs that wait, all in one commit. */
export const cancelRuns = changing((id) => {
  const run = findRun(id);
  return run && decideCancel(run);
});
/** Sends mails again to those who did not get them. A mail of a run carries its run along. */
export const retryMails = changing((id) => {
  const mail = findMail(id);
  const run = mail?.runId ? findRun(mail.runId) : undefined;
  return mail && (refuseDisabled(run) ?? decideMailRetry(mail));
});
/** Cancels mails that wait. */
export const cancelMails = changing((id) => {
  const mail = findMail(id);
  return mail && decideMailCancel(mail);
});
/** Runs tasks again, each as a new one that is linked to the old one. */
export const retryTasks = changing((id, now) => {
  const task = findTask(id);
  const run = task?.runId ? findRun(task.runId) : undefined;
  return task && (refuseDisabled(run) ?? decideTaskRetry(task, now));
});
/** Cancels tasks that have not started. */
export const cancelTasks = changing((id) => {
  const task = findTask(id);
  return task && decideTaskCancel(task);
});

interface ChangeOptions {
  now: number;
  dryRun?: boolean;
}

export function changing(decide: Decide) {
  const one = (id: string, { now, dryRun }: ChangeOptions): ChangeResult[] => {
    const decision = decide(id, now);
    if (!decision) return [];
    if ('refusal' in decision) return [{ id, refusal: decision.refusal }];
    if (!dryRun) decision.write(now);
    return [{ id, refusal: undefined }];
  };
  return async (ids: readonly string[], options: ChangeOptions): Promise<ChangeResult[]> => {
    const all = () => ids.flatMap((id) => one(id, options));
    return options.dryRun ? all() : writeTransaction(all);
  };
}

export function findRun(id: string): RunRow | undefined {
  return prepared('retries.run', (db) =>
    db
      .select()
      .from(runs)
      .where(eq(runs.id, sql.placeholder('id')))
      .prepare(),
  ).get({ id });
}

export function findMail(id: string): MailRow | undefined {
  return database().select().from(mails).where(eq(mails.id, id)).get();
}

export function findMailOf(runId: string): MailRow | undefined {
  return prepared('retries.mailOf', (db) =>
    db
      .select()
      .from(mails)
      .where(eq(mails.runId, sql.placeholder('runId')))
      .prepare(),
  ).get({ runId });
}

export function findTask(id: string): TaskRow | undefined {
  return database().select().from(tasks).where(eq(tasks.id, id)).get();
}

/** The task that carries the run now: those that it retries are behind it. */
export function findTaskOf(runId: string): TaskRow | undefined {
  return prepared('retries.taskOf', (db) =>
    db
      .select()
      .from(tasks)
      .where(and(eq(tasks.runId, sql.placeholder('runId')), ne(tasks.status, 'retried')))
      .prepare(),
  ).get({ runId });
}

function decideRetry(run: RunRow, now: number): Decision {
  if (run.status === 'succeeded') return { refusal: 'it has succeeded' };
  if (run.status === 'pending') return { refusal: 'it is about to be planned' };
  const { revisionId, refusal } = currentAction(run);
  if (refusal) return { refusal };
  const mail = findMailOf(run.id);
  if (mail) return decideMailRetry(mail);
  const task = findTaskOf(run.id);
  if (task) return decideTaskRetry(task, now);
  return { write: (at) => reopenRun(run.id, { status: 'pending', revisionId }, at) };
}

/** What somebody has switched off does nothing, also when it is asked for by its mail or task. */
function refuseDisabled(run: RunRow | undefined): { refusal: string } | undefined {
  const refusal = run && currentAction(run).refusal;
  return refusal === undefined ? undefined : { refusal };
}

/** The newest revision while the action is still there: the point of a retry is that somebody mended it. */
function currentAction(run: RunRow): { revisionId: string; refusal?: string } {
  const current = prepared('retries.action', (db) =>
    db
      .select({ revisionId: dispatchers.revisionId, listens: dispatchers.enabled, acts: actions.enabled })
      .from(actions)
      .innerJoin(dispatchers, eq(dispatchers.id, actions.dispatcherId))
      .where(eq(actions.id, sql.placeholder('actionId')))
      .prepare(),
  ).get({ actionId: run.actionId });
  if (!current) return { revisionId: run.revisionId };
  const { revisionId, listens, acts } = current;
  if (!listens) return { revisionId, refusal: 'its dispatcher is disabled' };
  return acts ? { revisionId } : { revisionId, refusal: 'its action is disabled' };
}

function decideMailRetry(mail: MailRow): Decision {
  if (mail.status === 'sending') return { refusal: 'the mail is being sent right now' };
  if (mail.status === 'sent' || mail.status === 'captured') return { refusal: 'the mail has been sent' };
  if (mail.status === 'queued') {
    if (mail.attempts === 0) return { refusal: 'the mail is about to be sent' };
    return { write: (now) => updateMail(mail.id, { dueAt: now }, now) };
  }
  return { write: (now) => resend(mail, now) };
}

/** Queued for those who did not get it, under the same Message-ID; the time to keep trying begins again. */
function resend(mail: MailRow, now: number): void {
  updateMail(mail.id, { status: 'queued', dueAt: now, reason: null, claimToken: null, retriedAt: now }, now);
  database()
    .update(mailRecipients)
    .set({ status: 'pending', updateTimestamp: now })
    .where(and(eq(mailRecipients.mailId, mail.id), eq(mailRecipients.status, 'refused')))
    .run();
  if (mail.runId) reopenRun(mail.runId, { status: 'running' }, now);
}

function decideTaskRetry(task: TaskRow, now: number): Decision {
  if (task.status === 'inProgress') return { refusal: 'the task is running right now' };
  if (task.status === 'complete') return { refusal: 'the task is complete' };
  if (task.status === 'retried') return { refusal: 'the task was retried already' };
  if (task.status === 'new') return decideTaskNow(task, now);
  const fn = database().select().from(functions).where(eq(functions.name, task.functionName)).get();
  if (!fn) return { refusal: `there is no function '${task.functionName}' any more` };
  if (!fn.enabled) return { refusal: `the function '${task.functionName}' is disabled` };
  return { write: (at) => runAgain(task, at) };
}

/** A retry that waits begins now; a start time that was asked for stays. */
function decideTaskNow(task: TaskRow, now: number): Decision {
  if (task.startTimestamp <= now) return { refusal: 'the task is about to start' };
  if (task.retryForTaskIds.length === 0) return { refusal: 'the task waits for its start time' };
  return {
    write: (at) => {
      database().update(tasks).set({ startTimestamp: at, updateTimestamp: at }).where(eq(tasks.id, task.id)).run();
      noteChange({ kind: 'task', id: task.id, status: 'new' });
    },
  };
}

/** A new task with the same idempotency key, linked to the old one, and with all its automatic retries before it. */
function runAgain(row: TaskRow, now: number): void {
  const id = newObjectId(now);
  database()
    .update(tasks)
    .set({ status: 'retried', statusChangedTimestamp: now, retriedByTaskId: id, updateTimestamp: now })
    .where(eq(tasks.id, row.id))
    .run();
  noteChange({ kind: 'task', id: row.id, status: 'retried' });
  const next = retryOf(toTask(row), id, Math.max(now, row.startTimestamp), now);
  insertTask({ ...next, retriesBefore: next.retryForTaskIds?.length ?? 0 });
  if (row.runId) reopenRun(row.runId, { status: 'running' }, now);
}

function decideCancel(run: RunRow): Decision {
  if (run.status === 'pending') return { write: (now) => setRunStatus(run.id, 'canceled', BY_A_PERSON, now) };
  if (run.status !== 'running') return { refusal: `it is ${run.status} already` };
  const mail = findMailOf(run.id);
  if (mail) return decideMailCancel(mail);
  const task = findTaskOf(run.id);
  return task ? decideTaskCancel(task) : { refusal: 'it is under way' };
}

function decideMailCancel(mail: MailRow): Decision {
  if (mail.status === 'sending') return { refusal: 'the mail is being sent right now' };
  if (mail.status !== 'queued') return { refusal: `the mail is ${mail.status} already` };
  return {
    write: (now) => {
      updateMail(mail.id, { status: 'canceled', reason: BY_A_PERSON }, now);
      if (mail.runId) setRunStatus(mail.runId, 'canceled', BY_A_PERSON, now);
    },
  };
}

function decideTaskCancel(task: TaskRow): Decision {
  if (task.status === 'inProgress') return { refusal: 'the task is running right now' };
  if (task.status !== 'new') return { refusal: `the task is ${task.status} already` };
  return {
    write: (now) => {
      const fields = { status: 'canceled', statusChangedTimestamp: now, updateTimestamp: now } as const;
      database().update(tasks).set(fields).where(eq(tasks.id, task.id)).run();
      noteChange({ kind: 'task', id: task.id, status: 'canceled' });
      if (task.runId) setRunStatus(task.runId, 'canceled', BY_A_PERSON, now);
    },
  };
}

function updateMail(id: string, fields: Partial<MailRow>, now: number): void {
  const row = database()
    .update(mails)
    .set({ ...fields, updateTimestamp: now })
    .where(eq(mails.id, id))
    .returning({ status: mails.status })
    .get();
  if (row) noteChange({ kind: 'mail', id, status: row.status });
}

/** Puts a run that had ended back to work. */
function reopenRun(runId: string, fields: { status: 'pending' | 'running'; revisionId?: string }, now: number): void {
  const row = database()
    .update(runs)
    .set({ ...fields, reason: null, problems: null, updateTimestamp: now })
    .where(eq(runs.id, runId))
    .returning({ eventId: runs.eventId })
    .get();
  if (row) noteChange({ kind: 'run', id: runId, eventId: row.eventId, status: fields.status });
}
