import { countMatching } from '@/db/keyset';
import { findMailSummaries } from '@/db/mail-walk';
import { runSource } from '@/db/run-pages';
import { listRunsByStatus } from '@/db/runs';
import { findTasks } from '@/db/task-walk';
import { listFailedMailIds, listFailedTaskIds } from '@/db/undelivered';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { parseRql } from '@/lib/rql/parse';
import type { Undelivered, UndeliveredList } from './schema';

const SHOWN = 10;
const COUNT_BUDGET_MS = 30;
const FAILED = parseRql('eq(status,failed)').filter;

/**
 * What never got delivered, the newest first: failed runs, and failed mails and tasks that no event brought about.
 * @throws ServiceError 10.
 */
export async function listUndelivered(principal: Principal): Promise<UndeliveredList> {
  for (const permission of ['VIEW_EVENTS', 'VIEW_MAILS', 'VIEW_TASKS'] as const)
    requirePermission(principal, permission);
  const data = [...(await failedRuns()), ...(await failedMails()), ...(await failedTasks())];
  return {
    data: data.sort((a, b) => b.at - a.at).slice(0, SHOWN),
    runs: await countMatching(runSource, FAILED, COUNT_BUDGET_MS),
  };
}

async function failedRuns(): Promise<Undelivered[]> {
  return (await listRunsByStatus('failed', SHOWN)).map((run) => ({
    kind: 'run',
    id: run.id,
    title: run.dispatcherName ?? run.eventType,
    actionType: run.actionType,
    eventType: run.eventType,
    ...toReason(run.reason ?? run.problems[0]?.message),
    at: run.updateTimestamp,
  }));
}

async function failedMails(): Promise<Undelivered[]> {
  return (await findMailSummaries(listFailedMailIds(SHOWN))).map((mail) => ({
    kind: 'mail',
    id: mail.id,
    title: mail.subject,
    ...toReason(mail.reason),
    at: mail.updateTimestamp,
  }));
}

async function failedTasks(): Promise<Undelivered[]> {
  return (await findTasks(listFailedTaskIds(SHOWN))).map((task) => ({
    kind: 'task',
    id: task.id,
    title: task.functionName,
    ...toReason(task.error?.message),
    at: task.updateTimestamp,
  }));
}

function toReason(reason: string | undefined): { reason?: string } {
  return reason === undefined ? {} : { reason };
}
