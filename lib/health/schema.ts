/** What must be so for events to be taken and worked on. */
export const CHECKS = ['database', 'lock', 'migrations', 'disk', 'engine', 'backlog'] as const;
export type CheckName = (typeof CHECKS)[number];

/** What `GET /ready` answers: each check by name, `message` says what is wrong. */
export interface Readiness {
  ready: boolean;
  reasons: string[];
  checks: Partial<Record<CheckName, { ok: boolean; message?: string }>>;
}
