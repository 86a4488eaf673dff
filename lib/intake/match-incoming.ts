import type { MatchedEvent } from '@/db/events';
import { explainMatch, match } from '@/lib/dispatch/match';
import { serverContext } from '@/lib/server/context';
import type { IncomingEvent } from './cloud-events';
import { fingerprint } from './fingerprint';

/** Where an event comes from. An event that a task's end produced is one deeper than the event behind the task. */
export interface EventOrigin {
  source: string;
  depth?: number;
  causeTaskId?: string;
}

/** The row and the runs that an event will make, with the dispatchers as they are now. */
export async function matchIncoming(event: IncomingEvent, origin: EventOrigin, now: number): Promise<MatchedEvent> {
  const listeners = await serverContext().cache.listeners(event.type);
  const depth = origin.depth ?? 0;
  const matches = match({ type: event.type, depth }, listeners);
  return {
    type: event.type,
    content: event.content,
    source: origin.source,
    externalId: event.key?.replace(/^\w+:/, ''),
    dedupKey: event.key === undefined ? undefined : `${origin.source}\n${event.key}`,
    bodyHash: fingerprint(event),
    outcome: explainMatch({ type: event.type, depth }, listeners),
    depth,
    causeTaskId: origin.causeTaskId,
    receivedAt: now,
    runs: matches.map(({ dispatcher, action }) => ({
      dispatcherId: dispatcher.id,
      revisionId: dispatcher.revisionId,
      actionId: action.id,
      actionType: action.type,
    })),
  };
}
