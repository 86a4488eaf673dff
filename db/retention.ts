import { and, eq, gte, inArray, lt, notExists, or, type SQL } from 'drizzle-orm';
import { firstIdAt } from '@/lib/format/id';
import { database, writeTransaction } from './client';
import { events } from './schema/events';
import { mails } from './schema/mails';
import { runs } from './schema/runs';
import { tasks } from './schema/tasks';

/**
 * Removes work that was finished before `before` (epoch ms), at most `limit` rows of each kind in one short transaction.
 * What is pending, under way or failed stays: nothing that somebody still has to act on is removed.
 * @returns how many rows were removed; 0 when there is nothing left to remove.
 */
export async function removeFinished(before: number, limit: number): Promise<number> {
  return writeTransaction(
    () =>
      removeMails(
        and(lt(mails.updateTimestamp, before), inArray(mails.status, ['sent', 'captured', 'canceled'])),
        limit,
      ) +
      removeTasks(and(lt(tasks.updateTimestamp, before), inArray(tasks.status, ['complete', 'canceled'])), limit) +
      removeTasks(
        and(lt(tasks.updateTimestamp, before), eq(tasks.status, 'retried'), notExists(unfinishedRun())),
        limit,
      ) +
      removeEvents(before, limit),
  );
}

/** The tasks that a failed run's task retried are part of its history. */
function unfinishedRun() {
  return database()
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.id, tasks.runId), inArray(runs.status, ['pending', 'running', 'failed'])));
}

function removeMails(condition: SQL | undefined, limit: number): number {
  const ids = database().select({ id: mails.id }).from(mails).where(condition).limit(limit);
  return database().delete(mails).where(inArray(mails.id, ids)).run().changes;
}

function removeTasks(condition: SQL | undefined, limit: number): number {
  const ids = database().select({ id: tasks.id }).from(tasks).where(condition).limit(limit);
  return database().delete(tasks).where(inArray(tasks.id, ids)).run().changes;
}

/** Runs go with their event, when all of them have been over for that long. */
function removeEvents(before: number, limit: number): number {
  const kept = database()
    .select({ id: runs.id })
    .from(runs)
    .where(
      and(
        eq(runs.eventId, events.id),
        or(inArray(runs.status, ['pending', 'running', 'failed']), gte(runs.updateTimestamp, before)),
      ),
    );
  const ids = database()
    .select({ id: events.id })
    .from(events)
    .where(and(lt(events.id, firstIdAt(before)), notExists(kept)))
    .limit(limit);
  return database().delete(events).where(inArray(events.id, ids)).run().changes;
}
