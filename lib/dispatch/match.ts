import type { Action, Dispatcher } from '@/lib/dispatchers/schema';
import type { EventOutcome } from '@/lib/events/schema';

/** An event caused by a task that an event caused … : deeper than this it is stored and not dispatched. */
export const MAX_EVENT_DEPTH = 5;

export interface MatchableEvent {
  type: string;
  /** How many events stand behind this one; 0 for one that came from outside. */
  depth?: number;
}

/** One action that follows from an event. */
export interface Match<D extends Dispatcher = Dispatcher> {
  dispatcher: D;
  action: Action;
}

/** Something that listens to an event's type and yet does not act. */
export interface Skipped {
  reason: 'loop_guard' | 'dispatcher_disabled' | 'no_actions' | 'action_disabled';
  dispatcherId: string;
  actionId?: string;
}

/**
 * The actions that follow from an event, in the order of the dispatchers and of their actions: those that are enabled, of
 * the enabled dispatchers of exactly that event type. None for an event deeper than MAX_EVENT_DEPTH.
 */
export function match<D extends Dispatcher>(event: MatchableEvent, dispatchers: readonly D[]): Match<D>[] {
  if (isTooDeep(event)) return [];
  return dispatchers
    .filter((dispatcher) => dispatcher.enabled && dispatcher.eventType === event.type)
    .flatMap((dispatcher) =>
      dispatcher.actions.filter((action) => action.enabled).map((action) => ({ dispatcher, action })),
    );
}

/** What became of an event as a whole: `disabled` when every action that listens, or its dispatcher, is switched off. */
export function explainMatch(event: MatchableEvent, dispatchers: readonly Dispatcher[]): EventOutcome {
  if (isTooDeep(event)) return 'loop_guard';
  const listening = dispatchers.filter((dispatcher) => dispatcher.eventType === event.type);
  if (listening.length === 0) return 'no_dispatcher';
  if (match(event, listening).length > 0) return 'matched';
  const isSwitchedOff = listening.some((dispatcher) => !dispatcher.enabled || dispatcher.actions.length > 0);
  return isSwitchedOff ? 'disabled' : 'no_actions';
}

/** Everything that listens to the event's type and does not act, each with its reason, in the order of the dispatchers. */
export function listSkipped(event: MatchableEvent, dispatchers: readonly Dispatcher[]): Skipped[] {
  const listening = dispatchers.filter((dispatcher) => dispatcher.eventType === event.type);
  return listening.flatMap((dispatcher): Skipped[] => {
    const dispatcherId = dispatcher.id;
    if (isTooDeep(event)) return [{ reason: 'loop_guard', dispatcherId }];
    if (!dispatcher.enabled) return [{ reason: 'dispatcher_disabled', dispatcherId }];
    if (dispatcher.actions.length === 0) return [{ reason: 'no_actions', dispatcherId }];
    return dispatcher.actions
      .filter((action) => !action.enabled)
      .map((action) => ({ reason: 'action_disabled', dispatcherId, actionId: action.id }));
  });
}

function isTooDeep(event: MatchableEvent): boolean {
  return (event.depth ?? 0) > MAX_EVENT_DEPTH;
}
