import { listDispatchersAt } from '@/db/dispatcher-revisions';
import { findNeighbours } from '@/db/event-walk';
import { findEvent, withFates } from '@/db/events';
import { listRunsOfEvent } from '@/db/runs';
import { listTasksOfRuns } from '@/db/tasks';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown } from '@/lib/errors/service-error';
import type { StoredEvent } from '@/lib/events/schema';
import type { Run } from '@/lib/runs/schema';
import { explainListener } from './event-listeners';
import { toRunDetail } from './run-detail';
import type { EventDetail, EventListener } from './schema';

const MAX_LISTENERS = 50;

/** An event with all that followed from it, and why: who listens to it. @throws ServiceError 10, 16. */
export async function viewEvent(principal: Principal, id: string): Promise<EventDetail> {
  requirePermission(principal, 'VIEW_EVENTS');
  const stored = await findEvent(id);
  const [event] = stored ? await withFates([stored]) : [];
  if (!event) throw resourceUnknown('event', id);
  const runs = await listRunsOfEvent(id);
  const tasks = await listTasksOfRuns(runs.map((run) => run.id));
  const details = await Promise.all(runs.map((run) => toRunDetail(run, tasks)));
  return { event, runs: details, listeners: await listListenersOf(event, runs), ...(await findNeighbours(id)) };
}

/** Those that listen now, and those that have acted and are gone. */
async function listListenersOf(event: StoredEvent, runs: readonly Run[]): Promise<EventListener[]> {
  const present = await listDispatchersAt(event.type, event.creationTimestamp, MAX_LISTENERS);
  const known = new Set(present.map(({ dispatcherId }) => dispatcherId));
  const gone = [...new Set(runs.map((run) => run.dispatcherId))].filter((id) => !known.has(id));
  const hearers = [...present, ...gone.map((dispatcherId) => ({ dispatcherId, was: undefined, now: undefined }))];
  return hearers.map((hearer) => explainListener(event, hearer, runs));
}
