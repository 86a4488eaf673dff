import { findEvent, withFates } from '@/db/events';
import { listRunsOfEvent } from '@/db/runs';
import { listTasksOfRuns } from '@/db/tasks';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown } from '@/lib/errors/service-error';
import { toRunDetail } from './run-detail';
import type { EventDetail } from './schema';

/** An event with all that followed from it. @throws ServiceError 10, 16. */
export async function viewEvent(principal: Principal, id: string): Promise<EventDetail> {
  requirePermission(principal, 'VIEW_EVENTS');
  const stored = await findEvent(id);
  const [event] = stored ? await withFates([stored]) : [];
  if (!event) throw resourceUnknown('event', id);
  const runs = await listRunsOfEvent(id);
  const tasks = await listTasksOfRuns(runs.map((run) => run.id));
  return { event, runs: await Promise.all(runs.map((run) => toRunDetail(run, tasks))) };
}
