import type { JsonValue } from '@/lib/format/json';
import { prepared } from './client';

/** An event to learn from. */
export interface EventSample {
  id: string;
  type: string;
  content: JsonValue;
  creationTimestamp: number;
}

interface Row {
  id: string;
  content: string;
  creationTimestamp: number;
}

/**
 * The newest events of a type, the newest first: at most `limit`, and no more than `maxBytes` of content, except that the
 * newest is always there. Found through the index, however many events there are.
 */
export function readNewestEvents(type: string, limit: number, maxBytes: number): EventSample[] {
  const statement = prepared('eventSamples.newest', (db) =>
    db.$client.prepare(
      'SELECT id, content, creation_timestamp AS creationTimestamp FROM events WHERE type = ? ORDER BY id DESC LIMIT ?',
    ),
  );
  const samples: EventSample[] = [];
  let bytes = 0;
  for (const { id, content, creationTimestamp } of statement.iterate(type, limit) as IterableIterator<Row>) {
    bytes += content.length;
    if (samples.length > 0 && bytes > maxBytes) break;
    samples.push({ id, type, content: JSON.parse(content) as JsonValue, creationTimestamp });
  }
  return samples;
}
