import { findTask, listTaskLogs } from '@/db/tasks';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { iso } from '@/lib/format/time';
import { readSince } from './read-since';

/** All log lines of a task in one page, oldest first. @throws ServiceError 10, 16, 19, 1408 (it ran and wrote nothing). */
export async function viewTaskLogs(principal: Principal, id: string, query: string) {
  requirePermission(principal, 'VIEW_TASK_LOGS');
  const since = readSince(query);
  if (!(await findTask(id))) throw resourceUnknown('task', id);
  const lines = await listTaskLogs(id, since);
  if (lines.length === 0) throw new ServiceError(1408, 'This task wrote no log lines');
  const data = lines.map(({ timestamp, message }) => ({ timestamp: iso(timestamp), message }));
  return { query, page: { total: data.length, offset: 0, limit: data.length }, data };
}
