import { findRevision } from '@/db/dispatchers';
import type { PendingRun, PlannedRun } from '@/db/runs';
import type { Action, Dispatcher } from '@/lib/dispatchers/schema';
import { loadFunction } from '@/lib/functions/load-function';
import { serverContext } from '@/lib/server/context';
import { htmlToText } from '@/lib/templates/text';
import { plan } from './plan';
import type { EventScope, Plan } from './schema';

const DEFAULTS = { language: 'EN', timeZone: 'UTC' } as const;

/**
 * What an action brings about for an event, with the templates and localizations as they are now. The live engine and
 * the preview both come through here: what is previewed is what is sent.
 * @param toText for a preview that does not show the text part of mails, which takes longer to make than all else
 */
export function planAction(event: EventScope, action: Action, now: number, toText = htmlToText): Plan {
  const { cache } = serverContext();
  return plan({
    event,
    action,
    now,
    defaults: DEFAULTS,
    findTemplate: ({ id, name }) => {
      const template = cache.template(id ?? name ?? '');
      const fits = id === undefined ? template?.name === name : template?.id === id;
      return fits ? template : undefined;
    },
    localize: cache.localize,
    toText,
  });
}

/** Plans a pending run with the dispatcher as it was when the event came in. */
export async function planRun(run: PendingRun, revisions: Map<string, Dispatcher>, now: number): Promise<PlannedRun> {
  const revision = revisions.get(run.revisionId) ?? (await findRevision(run.revisionId));
  if (revision) revisions.set(run.revisionId, revision);
  const action = revision?.actions.find((candidate) => candidate.id === run.actionId);
  const common = { runId: run.id, event: run.event };
  if (!action) {
    const problem = { code: 'invalid_value' as const, message: 'the stored action cannot be read' };
    return { ...common, status: 'problem', problems: [problem] };
  }
  const { id, type, content, creationTimestamp } = run.event;
  const planned = planSafely({ id, type, content, creationTimestamp }, action, now);
  if (planned.status === 'problem') return { ...common, status: 'problem', problems: planned.problems };
  const { effect } = planned;
  const mailFrom = serverContext().mailInForce().from;
  if (effect.type !== 'task' || effect.priority !== undefined) return { ...common, status: 'ready', effect, mailFrom };
  const priority = await defaultPriority(effect.functionName);
  return { ...common, status: 'ready', effect: { ...effect, priority }, mailFrom };
}

/** The priority that a function gives its tasks when nobody says otherwise. */
async function defaultPriority(functionName: string): Promise<number | undefined> {
  // One that cannot be read says so when its task is run.
  const fn = await loadFunction(functionName).catch(() => undefined);
  return fn?.settings.executionOptions?.defaultPriority;
}

/** A fault in planning one run must not stop the runs behind it. */
function planSafely(event: EventScope, action: Action, now: number): Plan {
  try {
    return planAction(event, action, now);
  } catch (error) {
    serverContext().logger.error({ err: error, eventId: event.id, actionId: action.id }, 'planning failed');
    const message = 'The action could not be evaluated: a fault of the server, see its log';
    return { status: 'problem', problems: [{ code: 'invalid_value', message }] };
  }
}
