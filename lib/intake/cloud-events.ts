import { z } from 'zod';
import { EventType } from '@/lib/dispatchers/schema';
import { ServiceError } from '@/lib/errors/service-error';
import type { JsonValue } from '@/lib/format/json';
import { parseInput } from '@/lib/http/parse-input';
import { parseJsonBody } from './parse-json';

export const MAX_BATCH = 1_000;

/** What intake takes from an event, however it was wrapped. `key` makes it the same event when it comes again. */
export interface IncomingEvent {
  type: string;
  content: JsonValue;
  key: string | undefined;
}

/**
 * CloudEvents 1.0, JSON format. `data` becomes the event's content; data that is not JSON (`data_base64`) is kept as the
 * base64 text that was sent. Attributes that dispatch has no use for are accepted and ignored.
 */
const CloudEvent = z.object({
  specversion: z.literal('1.0', 'must be "1.0"'),
  id: z.string().min(1).max(256),
  source: z.string().min(1).max(2_048),
  type: EventType,
  data: z.custom<JsonValue>((value) => value !== undefined).optional(),
  data_base64: z.base64().optional(),
});

type Headers = Readonly<Record<string, string | undefined>>;
export type ContentMode = 'structured' | 'batched' | 'binary' | 'plain';

/** Which of the CloudEvents HTTP modes a request uses; `plain`: none, it is our own `{type, content}`. */
export function contentMode(headers: Headers): ContentMode {
  const type = (headers['content-type'] ?? '').toLowerCase();
  if (type.startsWith('application/cloudevents-batch')) return 'batched';
  if (type.startsWith('application/cloudevents')) return 'structured';
  return headers['ce-specversion'] !== undefined ? 'binary' : 'plain';
}

/**
 * Reads the events of a CloudEvents request.
 * @throws ServiceError 14 or 15 naming each wrong attribute (`[3].source` in a batch), 13 or 22 for the body.
 */
export function readCloudEvents(mode: Exclude<ContentMode, 'plain'>, headers: Headers, body: Buffer): IncomingEvent[] {
  if (mode === 'binary') return [toIncoming(readBinary(headers, body))];
  const json = parseJsonBody(body);
  if (mode === 'structured') return [toIncoming(parseInput(CloudEvent, json))];
  return parseInput(z.array(CloudEvent).min(1, 'the batch is empty').max(MAX_BATCH), json).map(toIncoming);
}

function readBinary(headers: Headers, body: Buffer): z.infer<typeof CloudEvent> {
  const attributes = {
    specversion: headers['ce-specversion'],
    id: decode(headers['ce-id']),
    source: decode(headers['ce-source']),
    type: decode(headers['ce-type']),
  };
  if (body.byteLength === 0) return parseInput(CloudEvent, attributes);
  const type = (headers['content-type'] ?? 'application/json').toLowerCase().split(';')[0]?.trim() ?? '';
  const isJson = type === 'application/json' || type.endsWith('+json');
  if (isJson) return parseInput(CloudEvent, { ...attributes, data: parseJsonBody(body) });
  return parseInput(CloudEvent, { ...attributes, data_base64: body.toString('base64') });
}

/** Header values are percent-encoded where they are not printable ASCII (CloudEvents HTTP binding 3.1.3.2). */
function decode(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    throw new ServiceError(15, 'A ce- header is not correctly percent-encoded');
  }
}

function toIncoming(event: z.infer<typeof CloudEvent>): IncomingEvent {
  return { type: event.type, content: event.data ?? event.data_base64 ?? {}, key: `ce:${event.source}\n${event.id}` };
}
