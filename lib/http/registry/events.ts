import { z } from 'zod';
import { EventType } from '@/lib/dispatchers/schema';
import { EventInput } from '@/lib/events/schema';
import { ObjectId } from '@/lib/format/object-id';
import { SourceName } from '@/lib/sources/schema';
import { AnyJson, AnyJsonObject, EpochMs, Health, pageOf } from './answers';
import type { RouteEntries } from './route-entry';

/** An event as `events/v1` shows it. */
export const WireEvent = z.object({
  id: ObjectId,
  type: EventType,
  content: AnyJson,
  creation_timestamp: EpochMs,
  update_timestamp: EpochMs,
});

/** What the sender of an event is told. */
export const Receipt = z.object({
  id: ObjectId.describe('Of the event that is stored: of a duplicate, that of the first one'),
  runs: z.number().int().min(0).describe('How many actions follow from it'),
  duplicate: z.literal(true).optional(),
  error: AnyJsonObject.optional().describe('In a batch: why this one was not stored'),
});

export const eventRoutes = {
  'GET /events/v1': {
    permission: 'VIEW_EVENTS',
    summary: 'List events',
    query: 'rql',
    answer: pageOf(WireEvent),
  },
  'POST /events/v1': {
    permission: 'CREATE_EVENTS',
    summary: 'Report an event',
    description:
      'The same act as posting to a webhook: answered once the event is stored for good. An `Idempotency-Key` header or `id` in the body makes a repeated event count once; the same key with another body is refused (status 422).',
    body: EventInput,
    audit: false,
    answer: WireEvent,
    errors: [26],
  },
  'GET /events/v1/subscriptions': {
    permission: 'VIEW_SUBSCRIPTIONS',
    summary: 'List subscriptions',
    description: 'One row per event type that an enabled dispatcher listens to.',
    query: 'rql',
    answer: pageOf(
      z.object({
        id: ObjectId.describe('Of the first dispatcher that listens'),
        service: AnyJsonObject,
        event_types: z.array(EventType),
        retriable: z.boolean(),
        creation_timestamp: EpochMs,
        update_timestamp: EpochMs,
      }),
    ),
  },
  'GET /events/v1/health': { permission: 'public', summary: 'Say that events are served', answer: Health },
  'POST /webhooks/{source}': {
    permission: { permission: 'CREATE_EVENTS', or: 'signature' },
    summary: 'Report an event to the webhook of a source',
    description:
      'Signed as Standard Webhooks says (`webhook-id`, `webhook-timestamp`, `webhook-signature`), or with a bearer token. The body is `{type, content?, id?}` or CloudEvents 1.0 in any of its three HTTP modes; a batch is answered with a list, one receipt for each event. 202: stored. 200: it was there already.',
    params: { source: SourceName },
    body: EventInput,
    audit: false,
    answer: z.union([Receipt, z.array(Receipt)]),
    statuses: [202, 200],
    errors: [16, 26],
  },
} as const satisfies RouteEntries;
