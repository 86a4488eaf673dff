/**
 * open: it is away, and its breaker keeps work from it · ok · slow: work is due for longer than it should be, or takes long · failing: most of the newest attempts failed ·
 * paused: disabled while work waits for it.
 */
export const TARGET_STATES = ['open', 'paused', 'failing', 'slow', 'ok'] as const;
export type TargetState = (typeof TARGET_STATES)[number];

export const TARGET_KINDS = ['mail', 'function'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

export function isTargetKind(text: string): text is TargetKind {
  return TARGET_KINDS.some((kind) => kind === text);
}

export const TARGET_CAUSES = ['unavailable', 'misconfigured'] as const;

/** Why no work is tried at a target, and until when. Times are epoch milliseconds. */
export interface TargetBreaker {
  /** It cannot be reached or takes nothing; or a setting is wrong, which only a person can mend. */
  cause: (typeof TARGET_CAUSES)[number];
  /** What the last attempt said. */
  message: string;
  since: number;
  /** How many times in a row it was found away. */
  trips: number;
  /** When one attempt is made to see whether it is back. */
  until: number;
  /** That attempt is under way. */
  probing: boolean;
  /** Somebody must look: it has been away for long, or a setting is wrong. */
  alert: boolean;
}

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
  /** Only in the state `open`. */
  breaker?: TargetBreaker;
}

export const MAX_COUNTED = 1_000;

/** `GET /api/v1/targets`: what needs somebody first; functions that have done nothing lately are left out. */
export interface TargetList {
  data: Target[];
}
