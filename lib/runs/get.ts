import { findRuns } from '@/db/runs';
import { listTasksOfRuns } from '@/db/tasks';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { toRunDetail } from '@/lib/console/run-detail';
import type { RunDetail } from '@/lib/console/schema';
import { resourceUnknown } from '@/lib/errors/service-error';

/** A run with all that it brought about. @throws ServiceError 10, 16. */
export async function viewRun(principal: Principal, id: string): Promise<RunDetail> {
  requirePermission(principal, 'VIEW_EVENTS');
  const [run] = await findRuns([id]);
  if (!run) throw resourceUnknown('run', id);
  return toRunDetail(run, await listTasksOfRuns([id]));
}
