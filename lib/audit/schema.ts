import type { JsonValue } from '@/lib/format/json';

/** system: the server itself, or the terminal. nobody: who did not say who they are. */
export const ACTOR_KINDS = ['user', 'token', 'application', 'system', 'nobody'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** One field that an act changed; secrets are masked. */
export interface AuditChange {
  /** `enabled`, `actions[0].recipients.to[1]`; empty for the whole. */
  path: string;
  /** Absent: there was nothing. */
  from?: JsonValue;
  /** Absent: it was removed. */
  to?: JsonValue;
}

/** Who did what to which object, when, from where. Times are epoch milliseconds. */
export interface AuditEntry {
  id: string;
  sequence: number;
  actorKind: ActorKind;
  actor: string;
  userId?: string;
  tokenId?: string;
  applicationId?: string;
  address?: string;
  requestId?: string;
  operation?: string;
  act: string;
  objectKind?: string;
  objectId?: string;
  objectName?: string;
  changes: AuditChange[];
  creationTimestamp: number;
}

/** An entry in a list: with the names of a few of the fields that it changed, and how many there are. */
export interface AuditSummary extends Omit<AuditEntry, 'changes'> {
  fields: string[];
  changeCount: number;
}

/** A page of entries, the newest first. */
export interface AuditPage {
  data: AuditSummary[];
  /** Pass on as `lt(id,…)`; absent when all have been looked at. */
  nextBefore?: string;
}

/** What became of checking the chain of hashes, from the newest entry backwards. */
export interface AuditVerification {
  /** How many entries fit. */
  verified: number;
  /** False when there was no time to look at all of them, or one does not fit. */
  complete: boolean;
  /** The newest entry that was changed, or whose predecessor was. */
  brokenAt?: number;
  /** Of the newest entry: to be kept elsewhere by who trusts nobody. */
  head?: { sequence: number; hash: string };
}
