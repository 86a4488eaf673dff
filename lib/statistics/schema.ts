import { z } from 'zod';
import type { RunStatus } from '@/lib/runs/schema';

const HOUR_MS = 3_600_000;
export const MAX_BUCKETS = 200;
export const MAX_DISPATCHERS = 100;
const MAX_MS = 8_640_000_000_000_000;
const epochMs = z.coerce.number().int().min(0).max(MAX_MS);

/**
 * Query of `GET /api/v1/statistics`. Times are epoch milliseconds; by default the last 24 hours, hour by hour.
 * `dispatcherIds`: whose activity is wanted, separated by commas; by default the 100 oldest.
 */
export const StatisticsQuery = z.object({
  from: epochMs.optional(),
  to: epochMs.optional(),
  /** Length of a bucket in milliseconds. */
  bucket: z.coerce.number().int().min(1_000).max(MAX_MS).default(HOUR_MS),
  dispatcherIds: z
    .string()
    .regex(/^[0-9a-f]{24}(?:,[0-9a-f]{24}){0,99}$/, `must be 1 to ${MAX_DISPATCHERS} ids, separated by commas`)
    .transform((list) => list.split(','))
    .optional(),
});

/** How much came in, and what became of it up to now. */
export interface Volume {
  events: number;
  runs: Record<RunStatus, number>;
}

/** What came in between `at` and the next bucket. */
export interface StatisticsBucket extends Volume {
  at: number;
}

export interface DispatcherActivity {
  id: string;
  /** Of its newest run; absent when it never fired. */
  lastFiredAt?: number;
  /** Runs of the last 24 hours that have failed. */
  failures24h: number;
  /** Runs in each of the last 24 hours, the oldest first. */
  hours: number[];
}

/** A dispatcher that never fired. `suggestions`: types that did arrive and read much like its own. */
export interface NeverFired {
  id: string;
  name: string | undefined;
  eventType: string;
  enabled: boolean;
  creationTimestamp: number;
  suggestions: string[];
}

/** A type that arrives and that nothing listens to. `suggestions`: types that are listened to and read much like it. */
export interface UnheardType {
  type: string;
  /** Events between `from` and `to`. */
  events: number;
  lastEventAt: number;
  suggestions: string[];
}

/** `GET /api/v1/statistics`. */
export interface Statistics {
  from: number;
  to: number;
  bucket: number;
  buckets: StatisticsBucket[];
  dispatchers: DispatcherActivity[];
  /** At most 50 of them. */
  neverFired: { total: number; data: NeverFired[] };
  /** At most 100, those that arrived last first. */
  unheard: UnheardType[];
}
