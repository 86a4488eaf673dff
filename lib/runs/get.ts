import { findCurrentRevisionId } from '@/db/dispatcher-revisions';
import { findRevision } from '@/db/dispatchers';
import { findEvent, withFates } from '@/db/events';
import { findRuns } from '@/db/runs';
import { listTasksOfRuns } from '@/db/tasks';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { toRunDetail } from '@/lib/console/run-detail';
import type { RunView } from '@/lib/console/schema';
import { resourceUnknown } from '@/lib/errors/service-error';

/** A run with its event, its action as it was then, and all that it brought about. @throws ServiceError 10, 16. */
export async function viewRun(principal: Principal, id: string): Promise<RunView> {
  requirePermission(principal, 'VIEW_EVENTS');
  const [run] = await findRuns([id]);
  const stored = run && (await findEvent(run.eventId));
  const [event] = stored ? await withFates([stored]) : [];
  if (!run || !event) throw resourceUnknown('run', id);
  const revision = await findRevision(run.revisionId);
  const action = revision?.actions.find((one) => one.id === run.actionId);
  const current = await findCurrentRevisionId(run.dispatcherId);
  return {
    run: await toRunDetail(run, await listTasksOfRuns([id])),
    event,
    ...(action && { action }),
    dispatcherNow: current === undefined ? 'deleted' : current === run.revisionId ? 'same' : 'changed',
  };
}
