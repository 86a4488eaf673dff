import type { EventSummary } from '@/lib/console/schema';

/** What became of an event when it came in, as a sentence. */
export function toOutcomeSentence(event: Pick<EventSummary, 'outcome' | 'type' | 'runCount' | 'depth'>): string {
  switch (event.outcome) {
    case 'matched':
      return event.runCount === 1 ? 'One action followed from it.' : `${event.runCount} actions followed from it.`;
    case 'no_dispatcher':
      return `Nothing listens to “${event.type}”: no dispatcher has this event type.`;
    case 'disabled':
      return `A dispatcher has the event type “${event.type}”, but it was disabled when the event came in.`;
    case 'no_actions':
      return `A dispatcher listens to “${event.type}”, but none of its actions was there and enabled.`;
    case 'loop_guard':
      return `Stopped on purpose: a task caused this event, an event caused that task, and so on, ${event.depth} deep. It was stored and not dispatched, so that the loop ends.`;
  }
}
