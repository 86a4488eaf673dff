import { and, eq, gte, inArray, lt, notExists, or, type SQL } from 'drizzle-orm';
import { firstIdAt } from '@/lib/format/id';
import { database, rawDatabase, writeTransaction } from './client';
import { forgetRequests } from './request-keys';
import { events } from './schema/events';
import { mails } from './schema/mails';
import { runs } from './schema/runs';
import { tasks } from './schema/tasks';

/**
 * Removes work that was finished before `before` (epoch ms), at most `limit` rows of one kind in one short transaction.
 * What is pending, under way or failed stays: nothing that somebody still has to act on is removed.
 * @returns how many rows were removed; 0 when there is nothing left to remove.
 */
export async function removeFinished(before: number, limit: number): Promise<number> {
  return writeTransaction(
    () =>
      removeMails(oldMails(before), limit) ||
      removeTasks(oldTasks(before), limit) ||
      removeTasks(oldRetriedTasks(before), limit) ||
      removeEvents(before, limit) ||
      forgetRequests(before, limit),
  );
}

/**
 * Gives pages of the file that hold nothing any more back to the disk, at most `limit` at a time.
 * @param keep so many stay, for what comes next.
 * @returns how many were given back; 0 when there is nothing to give back.
 */
export async function releaseFreePages(keep: number, limit: number): Promise<number> {
  const sqlite = rawDatabase();
  const countFree = () => Number(sqlite.pragma('freelist_count', { simple: true }));
  const free = countFree();
  if (free <= keep) return 0;
  sqlite.pragma(`incremental_vacuum(${Math.min(limit, free - keep)})`);
  return free - countFree();
}

/** How many rows of each kind `removeFinished` would remove; at most `limit` of each are counted. */
export async function countFinished(before: number, limit: number) {
  const mailRows = database().select({ id: mails.id }).from(mails).where(oldMails(before)).limit(limit);
  const taskRows = database()
    .select({ id: tasks.id })
    .from(tasks)
    .where(or(oldTasks(before), oldRetriedTasks(before)))
    .limit(limit);
  return {
    events: oldEventIds(before, limit).all().length,
    mails: mailRows.all().length,
    tasks: taskRows.all().length,
  };
}

/** Nothing was changed before it was made: the bound on the id keeps newer rows from being looked at. */
function oldMails(before: number): SQL | undefined {
  const isOld = and(lt(mails.id, firstIdAt(before)), lt(mails.updateTimestamp, before));
  return and(isOld, inArray(mails.status, ['sent', 'captured', 'canceled']));
}

function oldTasks(before: number): SQL | undefined {
  const isOld = and(lt(tasks.id, firstIdAt(before)), lt(tasks.updateTimestamp, before));
  return and(isOld, inArray(tasks.status, ['complete', 'canceled']));
}

function oldRetriedTasks(before: number): SQL | undefined {
  const isOld = and(lt(tasks.id, firstIdAt(before)), lt(tasks.updateTimestamp, before));
  return and(isOld, eq(tasks.status, 'retried'), notExists(unfinishedRun()));
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

/** Runs go with their event. */
function removeEvents(before: number, limit: number): number {
  return database()
    .delete(events)
    .where(inArray(events.id, oldEventIds(before, limit)))
    .run().changes;
}

/** Events of which all runs have been over for that long. */
function oldEventIds(before: number, limit: number) {
  const kept = database()
    .select({ id: runs.id })
    .from(runs)
    .where(
      and(
        eq(runs.eventId, events.id),
        or(inArray(runs.status, ['pending', 'running', 'failed']), gte(runs.updateTimestamp, before)),
      ),
    );
  return database()
    .select({ id: events.id })
    .from(events)
    .where(and(lt(events.id, firstIdAt(before)), notExists(kept)))
    .limit(limit);
}
