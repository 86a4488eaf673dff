import type { EventOutcome } from '@/lib/events/schema';
import type { MailStatus } from '@/lib/mail/schema';
import type { RunStatus } from '@/lib/runs/schema';
import type { TaskStatus } from '@/lib/tasks/schema';

/** `event: event` of the live stream: an event was stored. Its content is to be asked for, by id. */
export interface LiveEvent {
  id: string;
  type: string;
  outcome: EventOutcome;
  /** How many actions follow from it. */
  runs: number;
}

/** `event: run`: a run has a new status, or a new reason or next attempt within the same one. */
export interface LiveRun {
  id: string;
  eventId: string;
  status: RunStatus;
}

/** `event: mail`: a mail was made, or has a new status or next attempt. */
export interface LiveMail {
  id: string;
  status: MailStatus;
}

/** `event: task`: a task was made, or has a new status or start. */
export interface LiveTask {
  id: string;
  status: TaskStatus;
}

/**
 * `event: missed`: too much happened, or the reader was too slow: some messages were left out. Read the lists again.
 * Its data is an empty object, as is that of `event: ready`, the first message.
 */
export type LiveMissed = Record<string, never>;

export const LIVE_HEARTBEAT_MS = 15_000;
