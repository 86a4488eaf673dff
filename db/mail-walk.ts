import { and, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import type { MailSummary } from '@/lib/console/schema';
import { database } from './client';
import type { KeysetSource } from './keyset';
import { toMail } from './mails';
import { mailRecipients, mails } from './schema/mails';

/** Mails, to be walked in the order in which they were made. `recipientStates` are the addresses, each with its outcome. */
export const mailSource: KeysetSource = {
  id: mails.id,
  indexed: ['status'],
  fields: {
    id: { kind: 'text', column: mails.id },
    runId: { kind: 'text', column: mails.runId },
    status: { kind: 'text', column: mails.status },
    reason: { kind: 'text', column: mails.reason },
    messageId: { kind: 'text', column: mails.messageId },
    subject: { kind: 'text', column: mails.subject },
    from: { kind: 'text', column: mails.from },
    recipients: { kind: 'json', column: mails.recipients },
    recipientStates: {
      kind: 'related',
      fields: {
        address: { kind: 'text', column: mailRecipients.address },
        status: { kind: 'text', column: mailRecipients.status },
        response: { kind: 'text', column: mailRecipients.response },
      },
      exists: (condition) => {
        const own = and(eq(mailRecipients.mailId, mails.id), condition);
        const rows = database().select({ id: mailRecipients.mailId }).from(mailRecipients).where(own);
        return sql`exists ${rows}`;
      },
    },
    templateName: { kind: 'text', column: mails.templateName },
    attempts: { kind: 'number', column: mails.attempts },
    creationTimestamp: { kind: 'timestamp', column: mails.creationTimestamp },
    updateTimestamp: { kind: 'timestamp', column: mails.updateTimestamp },
  },
  ids: ({ where, orderBy, limit, offset }) =>
    database()
      .select({ id: mails.id })
      .from(mails)
      .where(where)
      .orderBy(orderBy)
      .limit(limit)
      .offset(offset)
      .all()
      .map((row) => row.id),
};

/** Mails by id, in the order of `ids`, without what a list does not show. */
export async function findMailSummaries(ids: readonly string[]): Promise<MailSummary[]> {
  const { html: _html, text: _text, content: _content, trackingHash: _hash, ...columns } = getTableColumns(mails);
  const rows = database()
    .select(columns)
    .from(mails)
    .where(inArray(mails.id, [...ids]))
    .all();
  const found = new Map(rows.map((row) => [row.id, toSummary(row)]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

function toSummary(row: Omit<typeof mails.$inferSelect, 'html' | 'text' | 'content' | 'trackingHash'>): MailSummary {
  const mail = toMail({ ...row, html: '', text: '', content: null, trackingHash: '' });
  const { html: _html, text: _text, content: _content, trackingHash: _hash, ...summary } = mail;
  return summary;
}
