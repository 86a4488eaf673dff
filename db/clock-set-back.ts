import { and, eq, gt, sql } from 'drizzle-orm';
import { writeTransaction } from './client';
import { mails } from './schema/mails';
import { tasks } from './schema/tasks';

/**
 * After the clock was set back by so much: what was made due by the old time would wait until that comes again. A start time
 * that somebody asked for stays. @returns how many mails and tasks are due earlier.
 */
export async function advanceDueTimes(setBackMs: number, now: number): Promise<number> {
  return writeTransaction((tx) => {
    const retriedMails = tx
      .update(mails)
      .set({ dueAt: sql`${mails.dueAt} - ${setBackMs}`, updateTimestamp: now })
      .where(and(eq(mails.status, 'queued'), gt(mails.updateTimestamp, now)))
      .run().changes;
    const madeDue = sql`(${tasks.startTimestamp} <= ${tasks.creationTimestamp} or ${tasks.retryForTaskIds} <> '[]')`;
    const newTasks = tx
      .update(tasks)
      .set({ startTimestamp: sql`${tasks.startTimestamp} - ${setBackMs}`, updateTimestamp: now })
      .where(and(eq(tasks.status, 'new'), gt(tasks.startTimestamp, now), gt(tasks.updateTimestamp, now), madeDue))
      .run().changes;
    return retriedMails + newTasks;
  });
}
