import type { Scope } from '@/lib/expressions/env';
import type { JsonObject } from '@/lib/format/json';
import type { EventScope } from './schema';

/** The event as expressions see it: only these fields. */
export function eventObject({ id, type, content, creationTimestamp }: EventScope): JsonObject {
  return { id, type, content, creationTimestamp };
}

/** What the names in an action refer to. */
export function actionScope(event: EventScope): Scope {
  return { context: { event: eventObject(event), content: event.content }, contextName: '', data: {} };
}
