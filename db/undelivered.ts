import { prepared } from './client';

/** How many of the newest failures are searched for some that no event brought about. */
const SEARCHED = 2_000;

/** The newest failed mails without a run, at most `limit`. */
export function listFailedMailIds(limit: number): string[] {
  return prepared('undelivered.mails', (db) =>
    db.$client
      .prepare(
        `SELECT id FROM (SELECT id, run_id FROM mails WHERE status = 'failed' ORDER BY id DESC LIMIT ${SEARCHED})
         WHERE run_id IS NULL LIMIT ?`,
      )
      .pluck(),
  ).all(limit) as string[];
}

/** The newest failed tasks without a run, at most `limit`. */
export function listFailedTaskIds(limit: number): string[] {
  return prepared('undelivered.tasks', (db) =>
    db.$client
      .prepare(
        `SELECT id FROM (SELECT id, run_id FROM tasks WHERE status = 'failed' ORDER BY id DESC LIMIT ${SEARCHED})
         WHERE run_id IS NULL LIMIT ?`,
      )
      .pluck(),
  ).all(limit) as string[];
}
