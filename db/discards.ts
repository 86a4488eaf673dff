import { eq } from 'drizzle-orm';
import { noteChange } from './changes';
import { database } from './client';
import {
  type ChangeResult,
  changing,
  type Decision,
  findMail,
  findMailOf,
  findRun,
  findTask,
  findTaskOf,
} from './retries';
import { mails } from './schema/mails';
import { runs } from './schema/runs';
import { tasks } from './schema/tasks';

interface DiscardOptions {
  now: number;
  dryRun?: boolean;
  /** Why nobody need act on it any more. */
  reason: string;
}

type RunRow = typeof runs.$inferSelect;
type MailRow = typeof mails.$inferSelect;
type TaskRow = typeof tasks.$inferSelect;

/** Puts failed runs aside, with the mail or task of each: they are canceled, and what went wrong stays told. */
export async function discardRuns(ids: readonly string[], options: DiscardOptions): Promise<ChangeResult[]> {
  return changing((id) => {
    const run = findRun(id);
    return run && decideRun(run, options.reason);
  })(ids, options);
}

/** Puts failed mails aside, each with its run. */
export async function discardMails(ids: readonly string[], options: DiscardOptions): Promise<ChangeResult[]> {
  return changing((id) => {
    const mail = findMail(id);
    const run = mail?.runId ? findRun(mail.runId) : undefined;
    if (!mail) return undefined;
    if (mail.status !== 'failed') return { refusal: `the mail is ${mail.status}` };
    return run ? decideRun(run, options.reason) : { write: (now) => discardMail(mail, options.reason, now) };
  })(ids, options);
}

/** Puts failed tasks aside, each with its run. */
export async function discardTasks(ids: readonly string[], options: DiscardOptions): Promise<ChangeResult[]> {
  return changing((id) => {
    const task = findTask(id);
    const run = task?.runId ? findRun(task.runId) : undefined;
    if (!task) return undefined;
    if (task.status !== 'failed') return { refusal: `the task is ${task.status}` };
    return run ? decideRun(run, options.reason) : { write: (now) => discardTask(task, options.reason, now) };
  })(ids, options);
}

function decideRun(run: RunRow, reason: string): Decision {
  if (run.status !== 'failed') return { refusal: `it is ${run.status}` };
  return {
    write(now) {
      const before = run.reason ?? run.problems?.[0]?.message;
      const fields = { status: 'canceled', reason: toReason(reason, before), updateTimestamp: now } as const;
      database().update(runs).set(fields).where(eq(runs.id, run.id)).run();
      noteChange({ kind: 'run', id: run.id, eventId: run.eventId, status: 'canceled' });
      const mail = findMailOf(run.id);
      if (mail) discardMail(mail, reason, now);
      const task = findTaskOf(run.id);
      if (task) discardTask(task, reason, now);
    },
  };
}

/** One that some have got stays as it is: it is no failure of those. */
function discardMail(mail: MailRow, reason: string, now: number): void {
  const status = mail.status === 'failed' ? 'canceled' : mail.status;
  const fields = { status, reason: toReason(reason, mail.reason), updateTimestamp: now };
  database().update(mails).set(fields).where(eq(mails.id, mail.id)).run();
  noteChange({ kind: 'mail', id: mail.id, status });
}

/** Its error stays beside the reason. */
function discardTask(task: TaskRow, reason: string, now: number): void {
  const fields = { status: 'canceled', statusChangedTimestamp: now, updateTimestamp: now } as const;
  database()
    .update(tasks)
    .set({ ...fields, reason: toReason(reason, undefined) })
    .where(eq(tasks.id, task.id))
    .run();
  noteChange({ kind: 'task', id: task.id, status: 'canceled' });
}

function toReason(reason: string, before: string | null | undefined): string {
  return before ? `Discarded: ${reason} (it had failed: ${before})` : `Discarded: ${reason}`;
}
