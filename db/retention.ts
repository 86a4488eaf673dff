import { and, eq, inArray, lt, notExists, type SQL } from 'drizzle-orm';
import { database, writeTransaction } from './client';
import { firstIdAt } from './id-range';
import { events } from './schema/events';
import { mails } from './schema/mails';
import { runs } from './schema/runs';
import { tasks } from './schema/tasks';

/**
 * Removes finished work from before `before` (epoch ms), at most `limit` rows of each kind in one short transaction.
 * What is pending, under way or failed stays: nothing that somebody still has to act on is removed.
 * @returns how many rows were removed; 0 when there is nothing left to remove.
 */
export async function removeFinished(before: number, limit: number): Promise<number> {
  const firstKept = firstIdAt(before);
  return writeTransaction(
    () =>
      removeMails(and(lt(mails.id, firstKept), inArray(mails.status, ['sent', 'captured', 'canceled'])), limit) +
      removeTasks(and(lt(tasks.id, firstKept), inArray(tasks.status, ['complete', 'retried', 'canceled'])), limit) +
      removeEvents(firstKept, limit),
  );
}

function removeMails(condition: SQL | undefined, limit: number): number {
  const ids = database().select({ id: mails.id }).from(mails).where(condition).limit(limit);
  return database().delete(mails).where(inArray(mails.id, ids)).run().changes;
}

function removeTasks(condition: SQL | undefined, limit: number): number {
  const ids = database().select({ id: tasks.id }).from(tasks).where(condition).limit(limit);
  return database().delete(tasks).where(inArray(tasks.id, ids)).run().changes;
}

/** Runs go with their event. */
function removeEvents(firstKept: string, limit: number): number {
  const unfinished = database()
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.eventId, events.id), inArray(runs.status, ['pending', 'running', 'failed'])));
  const ids = database()
    .select({ id: events.id })
    .from(events)
    .where(and(lt(events.id, firstKept), notExists(unfinished)))
    .limit(limit);
  return database().delete(events).where(inArray(events.id, ids)).run().changes;
}
