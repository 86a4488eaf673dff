import { z } from 'zod';
import { EventType } from '@/lib/dispatchers/schema';
import type { JsonValue } from '@/lib/format/json';
import type { EVENT_OUTCOMES } from './constants';

/** What a service reports: the body of `POST /events/v1` and of a plain webhook call. `id` is the sender's own key. */
export const EventInput = z.object({
  type: EventType,
  /** Any JSON. It comes out of JSON.parse, so walking it again would only cost time. */
  content: z.custom<JsonValue>((value) => value !== undefined).default({}),
  id: z.string().min(1).max(256).optional(),
});
export type EventInput = z.infer<typeof EventInput>;

export type EventOutcome = (typeof EVENT_OUTCOMES)[number];

/** A stored event. Timestamps are epoch milliseconds. */
export interface StoredEvent {
  id: string;
  type: string;
  content: JsonValue;
  /** Name of the source that it came through; `events` for the events API, `system` for our own. */
  source: string;
  /** The sender's own key, when it gave one. */
  externalId: string | undefined;
  outcome: EventOutcome;
  runCount: number;
  /** 0 for an event from outside; one more than its cause for an event that a task's end produced. */
  depth: number;
  causeTaskId: string | undefined;
  creationTimestamp: number;
  updateTimestamp: number;
}
