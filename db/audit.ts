import { count, inArray } from 'drizzle-orm';
import type { AuditEntry } from '@/lib/audit/schema';
import { type AuditNote, appendNote } from './audit-trail';
import { database, rawDatabase, writeTransaction } from './client';
import type { KeysetSource } from './keyset';
import { auditEntries } from './schema/audit';

export type { AuditNote } from './audit-trail';

/**
 * Records who did what, in the write transaction that does it: both are kept, or neither. When `before` and `after` do
 * not differ, nothing is recorded.
 */
export function recordAudit(note: AuditNote): void {
  appendNote(rawDatabase(), note);
}

/** The state of one object: its id and name are told with it. */
type State = object & { id?: string | undefined; name?: string | null | undefined };

/**
 * Runs a change inside the open write transaction and records what it did to the object that `read` reads.
 * @param secrets paths of what was changed and is never shown.
 */
export function recordChange<T>(
  kind: string,
  read: () => State | undefined,
  change: () => T,
  secrets?: readonly string[],
): T {
  const before = read();
  const result = change();
  const after = read();
  const state = after ?? before;
  if (!state) return result;
  const act = before ? (after ? 'update' : 'delete') : 'create';
  recordAudit({ act, object: { kind, id: state.id, name: state.name ?? undefined }, before, after, secrets });
  return result;
}

/** Records an act that writes nothing else: a refusal, an export. */
export async function recordAuditAlone(note: AuditNote): Promise<void> {
  writeTransaction(() => recordAudit(note));
}

/** Entries of the log. `text` is what was changed, as JSON text. */
export const auditSource: KeysetSource = {
  id: auditEntries.id,
  indexed: ['act', 'objectId', 'requestId'],
  fields: {
    id: { kind: 'text', column: auditEntries.id },
    sequence: { kind: 'number', column: auditEntries.sequence },
    actorKind: { kind: 'text', column: auditEntries.actorKind },
    actor: { kind: 'text', column: auditEntries.actor },
    userId: { kind: 'text', column: auditEntries.userId },
    tokenId: { kind: 'text', column: auditEntries.tokenId },
    applicationId: { kind: 'text', column: auditEntries.applicationId },
    address: { kind: 'text', column: auditEntries.address },
    requestId: { kind: 'text', column: auditEntries.requestId },
    operation: { kind: 'text', column: auditEntries.operation },
    act: { kind: 'text', column: auditEntries.act },
    objectKind: { kind: 'text', column: auditEntries.objectKind },
    objectId: { kind: 'text', column: auditEntries.objectId },
    objectName: { kind: 'text', column: auditEntries.objectName },
    text: { kind: 'text', column: auditEntries.changes },
    creationTimestamp: { kind: 'timestamp', column: auditEntries.creationTimestamp },
  },
  ids: ({ where, orderBy, limit, offset }) =>
    database()
      .select({ id: auditEntries.id })
      .from(auditEntries)
      .where(where)
      .orderBy(orderBy)
      .limit(limit)
      .offset(offset)
      .all()
      .map((row) => row.id),
  count: (where) => database().select({ count: count() }).from(auditEntries).where(where).get()?.count ?? 0,
};

/** Entries by id, in the order of `ids`. */
export async function findAuditEntries(ids: readonly string[]): Promise<AuditEntry[]> {
  const rows = database()
    .select()
    .from(auditEntries)
    .where(inArray(auditEntries.id, [...ids]))
    .all();
  const found = new Map(rows.map((row) => [row.id, toEntry(row)]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

function toEntry({ hash: _hash, ...row }: typeof auditEntries.$inferSelect): AuditEntry {
  const { id, sequence, actorKind, actor, act, changes, creationTimestamp, ...optional } = row;
  const given = Object.entries(optional).filter(([, value]) => value !== null);
  return { id, sequence, actorKind, actor, act, changes, creationTimestamp, ...Object.fromEntries(given) };
}
