import { and, count, inArray, type SQL } from 'drizzle-orm';
import type { Page } from '@/lib/format/page';
import type { Mail, MailStatus } from '@/lib/mail/schema';
import type { RqlQuery } from '@/lib/rql/schema';
import { database } from './client';
import { toMail } from './mails';
import { readPage } from './page';
import type { RqlFieldMap } from './rql';
import { mails } from './schema/mails';

const FIELDS: RqlFieldMap = {
  id: { kind: 'text', column: mails.id },
  creator_id: { kind: 'text', column: mails.creatorId },
  status: { kind: 'text', column: mails.status },
  subject: { kind: 'text', column: mails.subject },
  recipients: { kind: 'json', column: mails.recipients },
  template_id: { kind: 'text', column: mails.templateId },
  template_name: { kind: 'text', column: mails.templateName },
  from: { kind: 'text', column: mails.from },
  reply_to: { kind: 'json', column: mails.replyTo },
  language: { kind: 'text', column: mails.language },
  time_zone: { kind: 'text', column: mails.timeZone },
  content: { kind: 'json', column: mails.content },
  views: { kind: 'number', column: mails.views },
  creation_timestamp: { kind: 'timestamp', column: mails.creationTimestamp },
  update_timestamp: { kind: 'timestamp', column: mails.updateTimestamp },
};

/** A mail that waits has its recipients in fields of their own. */
const QUEUED_FIELDS: RqlFieldMap = {
  ...FIELDS,
  to: { kind: 'json', column: mails.recipients, base: ['to'] },
  cc: { kind: 'json', column: mails.recipients, base: ['cc'] },
  bcc: { kind: 'json', column: mails.recipients, base: ['bcc'] },
  text: { kind: 'text', column: mails.text },
  html: { kind: 'text', column: mails.html },
};

/** Mails that the query selects, of these statuses only, oldest first unless it says otherwise. @throws ServiceError 19. */
export async function pageMails(query: RqlQuery, raw: string, statuses?: readonly MailStatus[]): Promise<Page<Mail>> {
  const restricted = (where: SQL | undefined) =>
    statuses === undefined ? where : and(inArray(mails.status, [...statuses]), where);
  return readPage(
    {
      fields: statuses === undefined ? FIELDS : QUEUED_FIELDS,
      rows: ({ where, orderBy, limit, offset }) =>
        database()
          .select()
          .from(mails)
          .where(restricted(where))
          .orderBy(...orderBy, mails.id)
          .limit(limit)
          .offset(offset)
          .all()
          .map(toMail),
      count: (where) => database().select({ count: count() }).from(mails).where(restricted(where)).get()?.count ?? 0,
      large: {
        id: mails.id,
        timeField: 'creation_timestamp',
        ids: ({ where, orderBy, limit, offset }) =>
          database()
            .select({ id: mails.id })
            .from(mails)
            .where(restricted(where))
            .orderBy(...orderBy, mails.id)
            .limit(limit)
            .offset(offset)
            .toSQL(),
        count: (where) => database().select({ count: count() }).from(mails).where(restricted(where)).toSQL(),
      },
    },
    query,
    raw,
  );
}
