import { z } from 'zod';
import type { Problem } from '@/lib/dispatch/schema';
import type { ActionType } from '@/lib/dispatchers/schema';
import type { RUN_STATUSES } from './constants';

export type RunStatus = (typeof RUN_STATUSES)[number];

/** The ledger row for one event × one action. Timestamps are epoch milliseconds. */
export interface Run {
  id: string;
  eventId: string;
  eventType: string;
  dispatcherId: string;
  dispatcherName: string | undefined;
  /** The dispatcher as it was when the event came in. */
  revisionId: string;
  actionId: string;
  actionName: string | undefined;
  actionType: ActionType;
  /** 0 for what followed when the event came in; 1, 2, … for each time that it was replayed. */
  replay: number;
  status: RunStatus;
  /** One sentence for a person: why it failed, or what it waits for. */
  reason: string | undefined;
  problems: Problem[];
  mailId: string | undefined;
  taskId: string | undefined;
  creationTimestamp: number;
  updateTimestamp: number;
}

export const ATTEMPT_OUTCOMES = ['running', 'succeeded', 'failed', 'lost', 'interrupted', 'stale'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/** One try to deliver a mail or to run a task. Stored at the claim, finished when the try ends. */
export interface Attempt {
  id: string;
  mailId: string | undefined;
  taskId: string | undefined;
  /** 1, 2, 3 … within its mail or task. */
  number: number;
  startedAt: number;
  endedAt: number | undefined;
  outcome: AttemptOutcome;
  /** Class of a failure: infrastructure, configuration, transient, permanent, ambiguous, runtime, invocation. */
  class: string | undefined;
  code: string | undefined;
  message: string | undefined;
}

/** `GET /api/v1/runs`: the newest first. */
export interface RunList {
  data: Run[];
  /** Add `lt(id,…)` with it to the query for the next page; absent when all rows have been looked at. */
  nextBefore?: string;
}

/** How many rows a query finds; `complete` is false when counting them all would have taken too long. */
export interface MatchCount {
  count: number;
  complete: boolean;
}

/** Where a bulk act goes on: the last id that it has looked at, and the newest at its start. */
export const BulkCursor = z.string().regex(/^[0-9a-f]{24}-[0-9a-f]{24}$/, 'must be the `next` of an earlier answer');

const bulkFields = {
  /** RQL, as in the query string of the list; a filter is required. */
  query: z.string().min(1, 'must not be empty').max(16_384),
  /** Only count what would be changed. */
  dryRun: z.boolean().default(false),
  /** The most rows to change in this call; without it, all. */
  limit: z.number().int().min(1).max(1_000_000).optional(),
  after: BulkCursor.optional(),
};

/** Body of `POST /api/v1/runs/retry` and `/cancel`. */
export const BulkInput = z.strictObject(bulkFields);
export type BulkInput = z.infer<typeof BulkInput>;

/** Why nobody need act on a failure any more. */
export const DiscardReason = z.string().trim().min(1, 'is required').max(500, 'must be at most 500 characters');

/** Body of `POST /api/v1/runs/discard`, and of those of mails and tasks. */
export const DiscardInput = z.strictObject({ ...bulkFields, reason: DiscardReason });
export type DiscardInput = z.infer<typeof DiscardInput>;

/** What a bulk act did, or with `dryRun` would do. */
export interface BulkResult {
  matched: number;
  changed: number;
  skipped: number;
  /** Why rows were skipped, and how many for each reason. */
  reasons: Record<string, number>;
  /** Pass as `after` to go on; absent when everything that matched has been looked at. */
  next?: string;
}
