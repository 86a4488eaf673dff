/** What never got delivered: a run, or a mail or task that no event brought about. */
export const UNDELIVERED_KINDS = ['run', 'mail', 'task'] as const;
export type UndeliveredKind = (typeof UNDELIVERED_KINDS)[number];

export interface Undelivered {
  kind: UndeliveredKind;
  id: string;
  /** Of a run its dispatcher or event type; of a mail its subject; of a task its function. */
  title: string;
  /** Of a run: whether it would have been a mail or a task, and what it followed from. */
  actionType?: 'mail' | 'task';
  eventType?: string;
  /** One sentence for a person: why. */
  reason?: string;
  /** When it came to its last state (epoch ms). */
  at: number;
}

/** `GET /api/v1/undelivered`: the newest of each kind. `runs` counts failed runs; not `complete`: there are more. */
export interface UndeliveredList {
  data: Undelivered[];
  runs: { count: number; complete: boolean };
}
