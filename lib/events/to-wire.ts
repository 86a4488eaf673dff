import type { JsonObject, JsonValue } from '@/lib/format/json';

/** The event as `events/v1` shows it: snake_case, epoch milliseconds. */
export function toWireEvent(event: {
  id: string;
  type: string;
  content: JsonValue;
  creationTimestamp: number;
  updateTimestamp?: number;
}): JsonObject {
  const { id, type, content, creationTimestamp, updateTimestamp = creationTimestamp } = event;
  return { id, type, content, creation_timestamp: creationTimestamp, update_timestamp: updateTimestamp };
}
