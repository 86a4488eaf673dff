import type { Problem } from '@/lib/dispatch/schema';
import type { ActionType } from '@/lib/dispatchers/schema';

/**
 * pending: waiting to be planned · running: its mail or task is under way · succeeded · failed: see reason and problems
 * · canceled: by a person.
 */
export const RUN_STATUSES = ['pending', 'running', 'succeeded', 'failed', 'canceled'] as const;
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
