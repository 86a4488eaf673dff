/**
 * ok · slow: work is due for longer than it should be, or takes long · failing: most of the newest attempts failed ·
 * paused: disabled while work waits for it.
 */
export const TARGET_STATES = ['paused', 'failing', 'slow', 'ok'] as const;
export type TargetState = (typeof TARGET_STATES)[number];

export const TARGET_KINDS = ['mail', 'function'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

/** Where work goes: the mail server, or one function. Times are epoch milliseconds. */
export interface Target {
  kind: TargetKind;
  /** Of a function; of the mail server 'mail'. */
  name: string;
  state: TargetState;
  /** What is due now; at most `MAX_COUNTED`, which stands for that many or more. */
  waiting: number;
  /** How long the oldest of these has been due. */
  oldestDueAt?: number;
  /** Of the newest ended attempts, at most 20. */
  attempts: number;
  failed: number;
  medianMs?: number;
}

export const MAX_COUNTED = 1_000;

/** `GET /api/v1/targets`: what needs somebody first; functions that have done nothing lately are left out. */
export interface TargetList {
  data: Target[];
}
