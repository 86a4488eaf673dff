import { listAttempts } from '@/db/attempts';
import { findMails, listMailRecipients } from '@/db/mails';
import { listTaskLogs } from '@/db/tasks';
import type { Run } from '@/lib/runs/schema';
import type { Task } from '@/lib/tasks/schema';
import type { RunDetail } from './schema';

/**
 * A run with all that it brought about. The attempts of a task's retries count as attempts of its run: one history.
 * @param tasks among them, all tasks of the run, the oldest first.
 */
export async function toRunDetail(run: Run, tasks: readonly Task[]): Promise<RunDetail> {
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
