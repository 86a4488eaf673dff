import { and, eq, sql } from 'drizzle-orm';
import { newObjectId } from '@/lib/format/id';
import type { Mail, MailRecipient, MailStatus, RecipientStatus } from '@/lib/mail/schema';
import type { RunStatus } from '@/lib/runs/schema';
import { closeAttempt, openAttempt } from './attempts';
import { noteChange } from './changes';
import { database, plucked, prepared, readTransaction, statement, writeTransaction } from './client';
import { hasFault } from './faults';
import { type LaneQueue, type PickOptions, pickDue } from './lanes';
import type { LostWorks } from './lost-work';
import { type MailAttachment, selectAttachments } from './mail-attachments';
import { readRecipients, toMail } from './mails';
import { setRunStatus } from './run-status';
import { mails } from './schema/mails';

/** A mail under way: what to send, to whom it is still to go, and the token that its finish must show. */
export interface ClaimedMail {
  mail: Mail;
  lane: string;
  claimToken: string;
  attemptId: string;
  /** Every address with its state so far; only the pending ones are to be tried. */
  recipients: MailRecipient[];
  attachments: MailAttachment[];
}

/** How an attempt to send ended. `nextDueAt` (epoch ms) only with status `queued`. */
export interface MailFinish {
  mailId: string;
  claimToken: string;
  attemptId: string;
  status: Extract<MailStatus, 'queued' | 'sent' | 'partial' | 'captured' | 'failed'>;
  reason: string | undefined;
  nextDueAt: number | undefined;
  recipients: { address: string; status: RecipientStatus; response: string | undefined }[];
  attempt: { outcome: 'succeeded' | 'failed' | 'interrupted'; class?: string; code?: string; message?: string };
  endedAt: number;
}

// Without the name of the index, SQLite takes the one of the status, and reads or sorts all that waits for each look.
const queuedMails: LaneQueue = {
  anyDue: (now) =>
    plucked(`SELECT 1 FROM mails INDEXED BY mails_next WHERE status = 'queued' AND due_at <= ? LIMIT 1`).get(now) !==
    undefined,
  laneAfter: (lane) =>
    plucked(
      `SELECT lane FROM mails INDEXED BY mails_due WHERE status = 'queued' AND lane > ? ORDER BY lane LIMIT 1`,
    ).get(lane) as string | undefined,
  dueIn: (lane, now, limit) =>
    plucked(
      `SELECT id FROM mails INDEXED BY mails_due WHERE status = 'queued' AND lane = ? AND due_at <= ?
       ORDER BY due_at, id LIMIT ?`,
    ).all(lane, now, limit) as string[],
};

/** Ids of mails that are due, by turns over the lanes. */
export function pickDueMails(options: PickOptions): { ids: string[]; cursor: string } {
  return readTransaction(() => pickDue(queuedMails, options));
}

/**
 * Claims a queued mail, inside a write transaction that the caller has opened: status, token, attempt count and attempt
 * row, all before anything is sent.
 * @returns nothing when it is not queued any more.
 */
export function claimMail(id: string, now: number): ClaimedMail[] {
  const claimToken = newObjectId();
  const row = claimStatement().get({ id, claimToken, now });
  if (!row) return [];
  const attemptId = openAttempt({ mailId: id }, row.attempts, now);
  noteChange({ kind: 'mail', id, status: 'sending' });
  // A mail that an event caused never has any.
  const attachments = row.runId === null ? selectAttachments(id) : [];
  return [{ mail: toMail(row), lane: row.lane, claimToken, attemptId, recipients: readRecipients(id), attachments }];
}

function claimStatement() {
  return prepared('mails.claim', (db) =>
    db
      .update(mails)
      .set({
        status: 'sending',
        claimToken: sql`${sql.placeholder('claimToken')}`,
        attempts: sql`${mails.attempts} + 1`,
        updateTimestamp: sql`${sql.placeholder('now')}`,
      })
      .where(and(eq(mails.id, sql.placeholder('id')), eq(mails.status, 'queued')))
      .returning()
      .prepare(),
  );
}

/**
 * Records how an attempt ended, inside a write transaction that the caller has opened.
 * @returns whether it still held its claim; if not, only the attempt is kept, as `stale`.
 */
export function finishMail(finish: MailFinish): boolean {
  const { status, reason = null, nextDueAt = null, endedAt, mailId } = finish;
  const values = [status, reason, nextDueAt, endedAt, mailId];
  const row = (
    hasFault('no-fencing')
      ? statement(`${FINISH_MAIL} RETURNING run_id`).get(values)
      : statement(`${FINISH_MAIL} ${OF_THIS_CLAIM} RETURNING run_id`).get(values, finish.claimToken)
  ) as { run_id: string | null } | undefined;
  closeAttempt(finish.attemptId, row ? finish.attempt : { outcome: 'stale' }, endedAt);
  if (!row) return false;
  noteChange({ kind: 'mail', id: mailId, status });
  for (const recipient of finish.recipients) {
    const { address, response = null } = recipient;
    statement(FINISH_RECIPIENT).run(recipient.status, response, endedAt, mailId, address);
  }
  if (row.run_id !== null) setRunStatus(row.run_id, RUN_STATUS_AFTER[status], finish.reason, endedAt);
  return true;
}

const FINISH_MAIL = `
  UPDATE mails SET status = ?, reason = ?, claim_token = NULL, due_at = coalesce(?, due_at), update_timestamp = ?
  WHERE id = ?`;

/** Nobody else has claimed the mail since. */
const OF_THIS_CLAIM = `AND claim_token = ? AND status = 'sending'`;

const FINISH_RECIPIENT = `
  UPDATE mail_recipients SET status = ?, response = ?, update_timestamp = ? WHERE mail_id = ? AND address = ?`;

const RUN_STATUS_AFTER: Readonly<Record<MailFinish['status'], RunStatus>> = {
  queued: 'running',
  sent: 'succeeded',
  captured: 'succeeded',
  partial: 'failed',
  failed: 'failed',
};

/** When the next mail that is not due yet falls due (epoch ms). */
export async function nextMailDueAt(now: number): Promise<number | undefined> {
  return plucked(
    `SELECT due_at FROM mails INDEXED BY mails_next WHERE status = 'queued' AND due_at > ? ORDER BY due_at LIMIT 1`,
  ).get(now) as number | undefined;
}

/**
 * After a crash, under the exclusive lock: whatever was being sent is queued again. A mail that takes servers down fails,
 * with its run, and its recipients stay as they are.
 * @returns how many were queued again, and how many failed.
 */
export async function reclaimMails(now: number, lost: LostWorks): Promise<{ queued: number; failed: number }> {
  return writeTransaction(() => {
    const rows = database()
      .select({ id: mails.id, runId: mails.runId })
      .from(mails)
      .where(eq(mails.status, 'sending'))
      .all();
    let failed = 0;
    for (const { id, runId } of rows) {
      const { isPoison, losses, dueAt = now } = lost.get(id) ?? {};
      const reason = `The server stopped ${losses} times while this mail was being sent; it is not tried again`;
      database()
        .update(mails)
        .set({
          ...(isPoison ? { status: 'failed', reason } : { status: 'queued', dueAt }),
          claimToken: null,
          updateTimestamp: now,
        })
        .where(eq(mails.id, id))
        .run();
      if (!isPoison) continue;
      failed++;
      if (runId) setRunStatus(runId, 'failed', reason, now);
    }
    return { queued: rows.length - failed, failed };
  });
}
