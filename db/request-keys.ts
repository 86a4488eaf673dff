import { and, eq, inArray, lt, notExists } from 'drizzle-orm';
import { database, writeTransaction } from './client';
import { mails } from './schema/mails';
import { requestKeys } from './schema/request-keys';
import { tasks } from './schema/tasks';

/** A request that says by its key that it may come again. */
export interface KeyedRequest {
  /** SHA-256, hex, over operation, caller and key. */
  hash: string;
  /** SHA-256, hex, of the body. */
  bodyHash: string;
  now: number;
}

/** `duplicate`: the request made this before. `conflict`: another request with its key did. */
export interface MadeOnce {
  status: 'made' | 'duplicate' | 'conflict';
  id: string;
}

/** Makes something in one commit with the key of its request, unless that was there before. @param make returns the id of what it makes. */
export async function makeOnce(request: KeyedRequest | undefined, make: () => string): Promise<MadeOnce> {
  return writeTransaction(() => {
    const known = request && recallRequest(request);
    if (known) return known;
    const id = make();
    if (request) {
      const { hash, bodyHash, now } = request;
      database().insert(requestKeys).values({ hash, bodyHash, madeId: id, creationTimestamp: now }).run();
    }
    return { status: 'made', id };
  });
}

/** What came of the request when it was here before, or undefined. */
export function recallRequest({ hash, bodyHash }: KeyedRequest): MadeOnce | undefined {
  const known = database().select().from(requestKeys).where(eq(requestKeys.hash, hash)).get();
  return known && { status: known.bodyHash === bodyHash ? 'duplicate' : 'conflict', id: known.madeId };
}

/**
 * Forgets keys from before `before` (epoch ms) whose task or mail is gone, inside a write transaction that the caller has
 * opened. @returns how many.
 */
export function forgetRequests(before: number, limit: number): number {
  const db = database();
  const old = db
    .select({ hash: requestKeys.hash })
    .from(requestKeys)
    .where(
      and(
        lt(requestKeys.creationTimestamp, before),
        notExists(db.select({ id: tasks.id }).from(tasks).where(eq(tasks.id, requestKeys.madeId))),
        notExists(db.select({ id: mails.id }).from(mails).where(eq(mails.id, requestKeys.madeId))),
      ),
    )
    .limit(limit);
  return db.delete(requestKeys).where(inArray(requestKeys.hash, old)).run().changes;
}
