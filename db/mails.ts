import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import type { PlannedMail } from '@/lib/dispatch/schema';
import { newObjectId } from '@/lib/format/id';
import type { JsonObject } from '@/lib/format/json';

import { addressOf, type Mail, type MailRecipient } from '@/lib/mail/schema';
import { noteChange } from './changes';
import { database, statement, writeTransaction } from './client';
import type { MailAttachment } from './mail-attachments';
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

/** Mails by id, in no order. */
export async function findMails(ids: readonly string[]): Promise<Mail[]> {
  return database()
    .select()
    .from(mails)
    .where(inArray(mails.id, [...ids]))
    .all()
    .map(toMail);
}

/** Every address of a mail with its own outcome. */
export async function listMailRecipients(mailId: string): Promise<MailRecipient[]> {
  return readRecipients(mailId);
}

/** The same, at once. */
export function readRecipients(mailId: string): MailRecipient[] {
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
