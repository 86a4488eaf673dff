import { and, asc, desc, eq, gt, lt, lte } from 'drizzle-orm';
import type { Dispatcher, DispatcherRevision } from '@/lib/dispatchers/schema';
import { database, writeTransaction } from './client';
import { readRevision, storeRestored, toCurrent } from './dispatchers';
import { auditEntries } from './schema/audit';
import { dispatcherRevisions, dispatchers } from './schema/dispatchers';
import { UNREADABLE_REVISION } from './schema/unreadable';

/** A change and what the log tells of it are written in one transaction. */
const SAME_ACT_MS = 5_000;

/** What a dispatcher was, the newest first; of one that was deleted too. */
export async function listRevisions(
  dispatcherId: string,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<DispatcherRevision[]> {
  const { id, creationTimestamp, definition } = dispatcherRevisions;
  return database()
    .select({ id, creationTimestamp, definition })
    .from(dispatcherRevisions)
    .where(and(eq(dispatcherRevisions.dispatcherId, dispatcherId), before === undefined ? undefined : lt(id, before)))
    .orderBy(desc(id))
    .limit(limit)
    .all()
    .flatMap((row) => {
      const definition = readRevision({ ...row, dispatcherId });
      return definition ? [{ ...row, definition }] : [];
    });
}

function isReadable(revision: { definition: Dispatcher }): boolean {
  return revision.definition !== UNREADABLE_REVISION;
}

/** Who made a revision, by the audit log; undefined when it does not tell, as of an import. */
export function findAuthor({ id, creationTimestamp, definition }: DispatcherRevision): string | undefined {
  return database()
    .select({ actor: auditEntries.actor })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.objectId, definition.id),
        gt(auditEntries.id, id),
        lte(auditEntries.creationTimestamp, creationTimestamp + SAME_ACT_MS),
      ),
    )
    .orderBy(asc(auditEntries.id))
    .limit(1)
    .get()?.actor;
}

/**
 * Brings a deleted dispatcher back as its last revision has it: the same id, the same actions under their ids.
 * @returns it; `there` when it was not deleted, undefined when there never was one.
 * @throws a unique violation when its name was taken meanwhile.
 */
export async function restoreDispatcher(id: string, now: number): Promise<Dispatcher | 'there' | undefined> {
  return writeTransaction(() => {
    const last = database()
      .select({ definition: dispatcherRevisions.definition })
      .from(dispatcherRevisions)
      .where(eq(dispatcherRevisions.dispatcherId, id))
      .orderBy(desc(dispatcherRevisions.id))
      .limit(1)
      .get();
    return last && isReadable(last) ? storeRestored(last.definition, now) : undefined;
  });
}

/** The dispatchers that an event type has now, at most `limit`: each as it is, and as it was at `at`, if it was there. */
export async function listDispatchersAt(
  eventType: string,
  at: number,
  limit: number,
): Promise<{ dispatcherId: string; was: Dispatcher | undefined; now: Dispatcher }[]> {
  const rows = database()
    .select({ id: dispatchers.id, definition: dispatcherRevisions.definition })
    .from(dispatchers)
    .innerJoin(dispatcherRevisions, eq(dispatcherRevisions.id, dispatchers.revisionId))
    .where(eq(dispatchers.eventType, eventType))
    .orderBy(asc(dispatchers.id))
    .limit(limit)
    .all();
  return rows.map((row) => ({ dispatcherId: row.id, was: findRevisionAt(row.id, at), now: toCurrent(row) }));
}

function findRevisionAt(dispatcherId: string, at: number): Dispatcher | undefined {
  const row = database()
    .select({ definition: dispatcherRevisions.definition })
    .from(dispatcherRevisions)
    .where(and(eq(dispatcherRevisions.dispatcherId, dispatcherId), lte(dispatcherRevisions.creationTimestamp, at)))
    .orderBy(desc(dispatcherRevisions.id))
    .limit(1)
    .get();
  return row && isReadable(row) ? row.definition : undefined;
}

/** The revision that events are matched with now; undefined for a dispatcher that is not there any more. */
export async function findCurrentRevisionId(dispatcherId: string): Promise<string | undefined> {
  return database()
    .select({ revisionId: dispatchers.revisionId })
    .from(dispatchers)
    .where(eq(dispatchers.id, dispatcherId))
    .get()?.revisionId;
}
