import { listAttempts } from '@/db/attempts';
import { findEvent, withFates } from '@/db/events';
import { findMails, listMailRecipients } from '@/db/mails';
import { listRunsOfEvent } from '@/db/runs';
import { listTaskLogs, listTasksOfRuns } from '@/db/tasks';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown } from '@/lib/errors/service-error';
import type { Run } from '@/lib/runs/schema';
import type { Task } from '@/lib/tasks/schema';
import type { EventDetail, RunDetail } from './schema';

/** An event with all that followed from it. @throws ServiceError 10, 16. */
export async function viewEvent(principal: Principal, id: string): Promise<EventDetail> {
  requirePermission(principal, 'VIEW_EVENTS');
  const stored = await findEvent(id);
  const [event] = stored ? await withFates([stored]) : [];
  if (!event) throw resourceUnknown('event', id);
  const runs = await listRunsOfEvent(id);
  const tasks = await listTasksOfRuns(runs.map((run) => run.id));
  return { event, runs: await Promise.all(runs.map((run) => toDetail(run, tasks))) };
}

/** The attempts of a task's retries count as attempts of its run: one history. */
async function toDetail(run: Run, tasks: readonly Task[]): Promise<RunDetail> {
  const own = tasks.filter((task) => task.runId === run.id);
  const mailIds = run.mailId === undefined ? [] : [run.mailId];
  const attempts = await listAttempts(
    mailIds,
    own.map((task) => task.id),
  );
  const detail: RunDetail = { ...run, attempts };
  const [mail] = await findMails(mailIds);
  if (mail) detail.mail = { ...mail, recipientStates: await listMailRecipients(mail.id) };
  const task = own.at(-1);
  if (task) {
    const logs = await Promise.all(own.map((one) => listTaskLogs(one.id)));
    detail.task = { ...task, logs: logs.flat() };
  }
  return detail;
}
