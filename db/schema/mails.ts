import { sql } from 'drizzle-orm';
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { JsonObject } from '@/lib/format/json';
import type { MailRecipients, MailStatus, RecipientStatus } from '@/lib/mail/schema';
import { creationTimestamp, id, updateTimestamp } from './columns';

export const mails = sqliteTable(
  'mails',
  {
    id: id(),
    runId: text('run_id'),
    creatorId: text('creator_id'),
    lane: text('lane').notNull(),
    status: text('status').$type<MailStatus>().notNull(),
    messageId: text('message_id').notNull(),
    from: text('from').notNull(),
    replyTo: text('reply_to', { mode: 'json' }).$type<string[]>(),
    recipients: text('recipients', { mode: 'json' }).$type<MailRecipients>().notNull(),
    subject: text('subject').notNull(),
    html: text('html').notNull(),
    text: text('text').notNull(),
    templateId: text('template_id'),
    templateName: text('template_name'),
    language: text('language'),
    timeZone: text('time_zone'),
    content: text('content', { mode: 'json' }).$type<JsonObject>(),
    views: integer('views').notNull(),
    trackingHash: text('tracking_hash').notNull(),
    attempts: integer('attempts').notNull(),
    /** When the next attempt is due; kept while it is under way. */
    dueAt: integer('due_at').notNull(),
    /** Changes at each claim: a finish with an older one changes nothing. */
    claimToken: text('claim_token'),
    reason: text('reason'),
    creationTimestamp: creationTimestamp(),
    updateTimestamp: updateTimestamp(),
    /** When a person had it sent again: the time to keep trying counts from here. */
    retriedAt: integer('retried_at'),
  },
  (table) => [
    uniqueIndex('mails_run').on(table.runId).where(sql`run_id is not null`),
    uniqueIndex('mails_tracking').on(table.trackingHash),
    index('mails_due').on(table.lane, table.dueAt, table.id).where(sql`status = 'queued'`),
    index('mails_next').on(table.dueAt).where(sql`status = 'queued'`),
    index('mails_status').on(table.status, table.id),
  ],
);

/** One row per address: only what is still pending is tried again. */
export const mailRecipients = sqliteTable(
  'mail_recipients',
  {
    mailId: text('mail_id')
      .notNull()
      .references(() => mails.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    address: text('address').notNull(),
    kind: text('kind').$type<'to' | 'cc' | 'bcc'>().notNull(),
    status: text('status').$type<RecipientStatus>().notNull(),
    response: text('response'),
    updateTimestamp: updateTimestamp(),
  },
  (table) => [
    primaryKey({ columns: [table.mailId, table.position] }),
    index('mail_recipients_address').on(table.address, table.mailId),
  ],
);

/** Files that go with a mail, apart from it: lists and claims of mails never carry them along. */
export const mailAttachments = sqliteTable(
  'mail_attachments',
  {
    mailId: text('mail_id')
      .notNull()
      .references(() => mails.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    name: text('name').notNull(),
    type: text('type'),
    content: blob('content', { mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.mailId, table.position] })],
);
