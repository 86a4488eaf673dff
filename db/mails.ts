import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import type { PlannedMail } from '@/lib/dispatch/schema';
import { newObjectId } from '@/lib/format/id';
import type { JsonObject } from '@/lib/format/json';

import {
  addressOf,
  type Mail,
  type MailAttachmentInfo,
  type MailRecipient,
  type MailStatus,
  type RecipientStatus,
} from '@/lib/mail/schema';
import type { RunStatus } from '@/lib/runs/schema';
import { closeAttempt, openAttempt } from './attempts';
import { noteChange } from './changes';
import { database, plucked, prepared, readTransaction, statement, writeTransaction } from './client';
import { hasFault } from './faults';
import { type LaneQueue, type PickOptions, pickDue } from './lanes';
import type { LostWorks } from './lost-work';
import { setRunStatus } from './run-status';
import { mailAttachments, mails } from './schema/mails';

export interface NewMail extends Omit<PlannedMail, 'type' | 'templateId' | 'templateName' | 'language' | 'timeZone'> {
  templateId?: string;
  templateName?: string;
  language?: string;
  timeZone?: string;
  runId?: string;
  creatorId?: string;
  lane: string;
  from: string;
  replyTo?: string[];
  content?: JsonObject;
  /** Absent: one is made. */
  trackingHash?: string;
  attachments?: readonly MailAttachment[];
  now: number;
}

/** A file that goes with a mail. */
export interface MailAttachment {
  name: string;
  type: string | undefined;
  content: Buffer;
}

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

/** Stores a rendered mail as queued, inside a write transaction that the caller has opened. @returns its id. */
export function insertMail(mail: NewMail): string {
  const id = newObjectId();
  const domain = mail.from.slice(mail.from.lastIndexOf('@') + 1).replace(/[^A-Za-z0-9.-].*$/, '');
  const { now, recipients } = mail;
  statement(INSERT_MAIL).run(
    id,
    mail.runId ?? null,
    mail.creatorId ?? null,
    mail.lane,
    // Stable over all attempts: a receiver that gets it twice can tell.
    `<${id}@${domain || 'localhost'}>`,
    mail.from,
    toJson(mail.replyTo),
    toJson(recipients),
    mail.subject,
    mail.html,
    mail.text,
    mail.templateId ?? null,
    mail.templateName ?? null,
    mail.language ?? null,
    mail.timeZone ?? null,
    toJson(mail.content),
    mail.trackingHash ?? newTrackingHash(),
    now,
    now,
    now,
  );
  let position = 0;
  for (const kind of ['to', 'cc', 'bcc'] as const) {
    for (const recipient of recipients[kind]) {
      statement(INSERT_RECIPIENT).run(id, position++, addressOf(recipient), kind, now);
    }
  }
  const files = (mail.attachments ?? []).map((file, position) => ({ ...file, mailId: id, position }));
  if (files.length > 0) database().insert(mailAttachments).values(files).run();
  noteChange({ kind: 'mail', id, status: 'queued' });
  return id;
}

const INSERT_MAIL = `
  INSERT INTO mails (id, run_id, creator_id, lane, status, message_id, "from", reply_to, recipients, subject, html, text,
    template_id, template_name, language, time_zone, content, views, tracking_hash, attempts, due_at,
    creation_timestamp, update_timestamp)
  VALUES (?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 0, ?, ?, ?)`;

const INSERT_RECIPIENT = `
  INSERT INTO mail_recipients (mail_id, position, address, kind, status, update_timestamp)
  VALUES (?, ?, ?, ?, 'pending', ?)`;

function toJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/**
 * What a mail is known by in the address that counts its views: not to be guessed. It begins with the time, so that those
 * of new mails stand together in their index: at random places of it, each mail would write a page of its own.
 */
export function newTrackingHash(): string {
  return newObjectId().slice(0, 12) + globalThis.crypto.randomUUID().replaceAll('-', '');
}

/** Stores a mail that was asked for directly. */
export async function createMail(mail: NewMail): Promise<Mail> {
  return writeTransaction(() => {
    const row = database()
      .select()
      .from(mails)
      .where(eq(mails.id, insertMail(mail)))
      .get();
    if (!row) throw new Error('a mail vanished');
    return toMail(row);
  });
}

/**
 * Removes a mail, unless it is being sent at this moment. A run that waited for it is canceled: nothing follows any more.
 * @returns how many were removed: 0 or 1.
 */
export async function deleteMail(id: string, now: number): Promise<number> {
  return writeTransaction(() => {
    const removed = database()
      .delete(mails)
      .where(and(eq(mails.id, id), ne(mails.status, 'sending')))
      .returning({ runId: mails.runId })
      .all();
    for (const { runId } of removed) if (runId) setRunStatus(runId, 'canceled', 'Its mail was removed', now);
    return removed.length;
  });
}

/** Counts one more view. @returns how many mails have that hash: 0 or 1. */
export async function countMailView(trackingHash: string): Promise<number> {
  return writeTransaction(
    () =>
      database()
        .update(mails)
        .set({ views: sql`${mails.views} + 1` })
        .where(eq(mails.trackingHash, trackingHash))
        .run().changes,
  );
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

/** Claims due mails in a commit of their own. */
export async function claimMails(options: PickOptions): Promise<{ items: ClaimedMail[]; cursor: string }> {
  const { ids, cursor } = pickDueMails(options);
  if (ids.length === 0) return { items: [], cursor };
  return { items: writeTransaction(() => ids.flatMap((id) => claimMail(id, options.now))), cursor };
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
 * Records how attempts ended, in one commit.
 * @returns for each, whether it still held its claim; if not, only the attempt is kept, as `stale`.
 */
export async function finishMails(finishes: readonly MailFinish[]): Promise<boolean[]> {
  return writeTransaction(() => finishes.map(finishMail));
}

/** The same for one of them, inside a write transaction that the caller has opened. */
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

/** Mails by id, in no order. */
export async function findMails(ids: readonly string[]): Promise<Mail[]> {
  return database()
    .select()
    .from(mails)
    .where(inArray(mails.id, [...ids]))
    .all()
    .map(toMail);
}

/** The files that go with a mail, without what is in them. */
export async function listMailAttachments(mailId: string): Promise<MailAttachmentInfo[]> {
  const rows = database()
    .select({
      position: mailAttachments.position,
      name: mailAttachments.name,
      type: mailAttachments.type,
      size: sql<number>`length(${mailAttachments.content})`,
    })
    .from(mailAttachments)
    .where(eq(mailAttachments.mailId, mailId))
    .orderBy(mailAttachments.position)
    .all();
  return rows.map((row) => ({ ...row, type: row.type ?? undefined }));
}

/** The files that go with a mail. */
export async function readMailAttachments(mailId: string): Promise<MailAttachment[]> {
  return selectAttachments(mailId);
}

/** One file of a mail, or undefined. */
export async function findMailAttachment(mailId: string, position: number): Promise<MailAttachment | undefined> {
  const row = database()
    .select()
    .from(mailAttachments)
    .where(and(eq(mailAttachments.mailId, mailId), eq(mailAttachments.position, position)))
    .get();
  return row && { name: row.name, type: row.type ?? undefined, content: row.content };
}

/** Every address of a mail with its own outcome. */
export async function listMailRecipients(mailId: string): Promise<MailRecipient[]> {
  return readRecipients(mailId);
}

function selectAttachments(mailId: string): MailAttachment[] {
  const rows = database()
    .select()
    .from(mailAttachments)
    .where(eq(mailAttachments.mailId, mailId))
    .orderBy(mailAttachments.position)
    .all();
  return rows.map(({ name, type, content }) => ({ name, type: type ?? undefined, content }));
}

function readRecipients(mailId: string): MailRecipient[] {
  const rows = statement(
    `SELECT address, kind, status, response, update_timestamp updateTimestamp FROM mail_recipients
     WHERE mail_id = ? ORDER BY position`,
  ).all(mailId) as (Omit<MailRecipient, 'response'> & { response: string | null })[];
  return rows.map((row) => ({ ...row, response: row.response ?? undefined }));
}

export function toMail(row: typeof mails.$inferSelect): Mail {
  const { lane: _lane, claimToken: _token, dueAt, ...mail } = row;
  return {
    ...mail,
    runId: row.runId ?? undefined,
    creatorId: row.creatorId ?? undefined,
    replyTo: row.replyTo ?? undefined,
    templateId: row.templateId ?? undefined,
    templateName: row.templateName ?? undefined,
    language: row.language ?? undefined,
    timeZone: row.timeZone ?? undefined,
    content: row.content ?? undefined,
    reason: row.reason ?? undefined,
    retriedAt: row.retriedAt ?? undefined,
    nextAttemptAt: row.status === 'queued' ? dueAt : undefined,
  };
}
