import { and, eq, sql } from 'drizzle-orm';
import type { MailAttachmentInfo } from '@/lib/mail/schema';
import { database } from './client';
import { mailAttachments } from './schema/mails';

/** A file that goes with a mail. */
export interface MailAttachment {
  name: string;
  type: string | undefined;
  content: Buffer;
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

/** The same, at once. */
export function selectAttachments(mailId: string): MailAttachment[] {
  const rows = database()
    .select()
    .from(mailAttachments)
    .where(eq(mailAttachments.mailId, mailId))
    .orderBy(mailAttachments.position)
    .all();
  return rows.map(({ name, type, content }) => ({ name, type: type ?? undefined, content }));
}
