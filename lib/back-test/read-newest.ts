import { setImmediate as nextTurn } from 'node:timers/promises';
import { findEvent, listNewestIds } from '@/db/events';
import type { EventScope } from '@/lib/dispatch/schema';

/** The newest events of a type, one by one; between two of them others get their turn, for events may be large. */
export async function* readNewest(type: string, limit: number): AsyncGenerator<EventScope> {
  for (const id of listNewestIds(type, limit)) {
    const event = await findEvent(id);
    if (event) yield { id, type: event.type, content: event.content, creationTimestamp: event.creationTimestamp };
    await nextTurn();
  }
}
