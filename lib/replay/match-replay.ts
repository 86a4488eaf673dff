import type { Replay } from '@/db/replays';
import { explainMatch, match } from '@/lib/dispatch/match';
import type { EventOutcome, StoredEvent } from '@/lib/events/schema';
import { serverContext } from '@/lib/server/context';
import type { ReplayInput } from './schema';

const REFUSALS = {
  no_dispatcher: 'no dispatcher listens to its type',
  disabled: 'what listens to its type is disabled',
  no_actions: 'the dispatcher that listens to its type has no actions',
  loop_guard: 'too many events stand behind it: the loop guard stops it',
} as const satisfies Record<Exclude<EventOutcome, 'matched'>, string>;

/** What follows from an event with the dispatchers as they are now, or why nothing does. */
export async function matchReplay(event: StoredEvent, only: ReplayInput): Promise<Replay | { refusal: string }> {
  const listeners = await serverContext().cache.listeners(event.type);
  const outcome = explainMatch(event, listeners);
  if (outcome !== 'matched') return { refusal: REFUSALS[outcome] };
  const runs = match(event, listeners)
    .filter(({ dispatcher }) => only.dispatcherId === undefined || dispatcher.id === only.dispatcherId)
    .filter(({ action }) => only.actionId === undefined || action.id === only.actionId)
    .map(({ dispatcher, action }) => ({
      dispatcherId: dispatcher.id,
      revisionId: dispatcher.revisionId,
      actionId: action.id,
      actionType: action.type,
    }));
  if (runs.length === 0) return { refusal: 'the dispatcher or action that was asked for does not act on it' };
  return { eventId: event.id, eventType: event.type, runs };
}
