import { z } from 'zod';
import { EventType } from '@/lib/dispatchers/schema';
import type { JsonValue } from '@/lib/format/json';

/** A week: longer than any careful change of a secret takes. */
export const MAX_OVERLAP_HOURS = 168;
const DESCRIPTION_MAX_LENGTH = 2_048;
/** What stands in an event's `source` when it did not come through a webhook. */
const TAKEN_BY_SYSTEM = ['events', 'system'];

/** Part of a webhook address: `/webhooks/{name}`. */
export const SourceName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes, at most 63');

const Description = z.string().max(DESCRIPTION_MAX_LENGTH, `at most ${DESCRIPTION_MAX_LENGTH} characters`);

/** Body of `POST /api/v1/sources`. */
export const SourceInput = z.object({
  name: SourceName.refine((name) => !TAKEN_BY_SYSTEM.includes(name), 'is the name that our own events come from'),
  description: Description.optional(),
});
export type SourceInput = z.infer<typeof SourceInput>;

/** Body of `PUT /api/v1/sources/{name}`: a name is part of the senders' address, and stays. */
export const SourceUpdate = z.object({ description: Description.nullable() });
export type SourceUpdate = z.infer<typeof SourceUpdate>;

/** Query of `POST /api/v1/sources/{name}/rotate`. */
export const RotateQuery = z.object({
  overlapHours: z.coerce.number().int().min(0).max(MAX_OVERLAP_HOURS).default(0),
});

/** Body of `POST /api/v1/sources/{name}/test`. */
export const SourceTestInput = z.object({
  type: EventType,
  content: z.custom<JsonValue>((value) => value !== undefined).default({}),
});
export type SourceTestInput = z.infer<typeof SourceTestInput>;

/** A named webhook address. The secret is shown once, at creation and rotation. */
export interface Source {
  id: string;
  name: string;
  description: string | undefined;
  secretLastFour: string;
  /** Until when (epoch ms) the secret before this one is accepted too. */
  previousSecretUntil: number | undefined;
  creationTimestamp: number;
  updateTimestamp: number;
}

/** A source with what came through it. */
export interface SourceSummary extends Source {
  /** Events in each of the last 24 hours, the oldest first. */
  hours: number[];
  lastEventAt?: number;
}
