import type { Match, Skipped } from '@/lib/dispatch/match';
import { listSkipped, match } from '@/lib/dispatch/match';
import type { Dispatcher } from '@/lib/dispatchers/schema';
import type { StoredEvent } from '@/lib/events/schema';
import type { Run } from '@/lib/runs/schema';
import type { EventListener, ListenedAction, ListenerVerdict } from './schema';

/** A dispatcher of the event's type: as it was when the event came in, and as it is now; undefined: it was not there. */
export interface Hearer {
  dispatcherId: string;
  was: Dispatcher | undefined;
  now: Dispatcher | undefined;
}

/** What a dispatcher did with an event, or why it did nothing; and what a replay would have it do now. */
export function explainListener(
  event: StoredEvent,
  { dispatcherId, was, now }: Hearer,
  runs: readonly Run[],
): EventListener {
  const own = runs.filter((run) => run.dispatcherId === dispatcherId && run.replay === 0);
  const acted = own.map(({ actionId, actionType, actionName }) => toListened(actionId, actionType, actionName));
  const before = was && explain(event, was);
  const after = now && explain(event, now);
  return {
    dispatcherId,
    dispatcherName: (now ?? was)?.name ?? own[0]?.dispatcherName,
    // What was stored with the event is what was done, whatever the clocks of the revisions say.
    was: own.length > 0 ? 'acts' : before?.verdict === 'acts' ? 'made_later' : (before?.verdict ?? 'made_later'),
    actions: acted,
    skipped: own.length > 0 ? (before?.skipped ?? []) : [],
    now: after?.verdict ?? 'deleted',
    nowActions: after?.actions ?? [],
  };
}

interface Explained {
  verdict: ListenerVerdict;
  actions: ListenedAction[];
  skipped: ListenedAction[];
}

function explain(event: StoredEvent, dispatcher: Dispatcher): Explained {
  const matches: Match[] = match(event, [dispatcher]);
  const left: Skipped[] = listSkipped(event, [dispatcher]);
  const actions = matches.map(({ action }) => toListened(action.id, action.type, action.name));
  const skipped = left.flatMap(({ actionId }) => {
    const action = dispatcher.actions.find((one) => one.id === actionId);
    return action ? [toListened(action.id, action.type, action.name)] : [];
  });
  const verdict = matches.length > 0 ? 'acts' : (left[0]?.reason ?? 'no_actions');
  return { verdict, actions, skipped };
}

function toListened(id: string, type: ListenedAction['type'], name: string | undefined): ListenedAction {
  return { id, type, name };
}
