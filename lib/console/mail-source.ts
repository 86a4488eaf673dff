import { listAttempts } from '@/db/attempts';
import { listMailAttachments, readMailAttachments } from '@/db/mail-attachments';
import { findMails } from '@/db/mails';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { UnsendableMail } from '@/lib/mail/compose';
import type { OutgoingMail } from '@/lib/mail/outgoing';
import { addressOf, type MailRecipients } from '@/lib/mail/schema';
import { writeMessage } from '@/lib/mail/write-message';
import { serverContext } from '@/lib/server/context';
import { type MailSource, MailSourceInput, MailSourceQuery } from './schema';

/** More than this in attachments is left out unless it is asked for. */
const MAX_SHOWN_BYTES = 64 * 1024;
/** A preview has no id yet. */
const NO_ID = '0'.repeat(24);

/**
 * A stored mail as the message that was, or would be, handed to the mail server for all its recipients.
 * @throws ServiceError 10, 15, 16, and 27 for a mail that cannot be written as a message.
 */
export async function viewMailSource(principal: Principal, id: string, query: string): Promise<MailSource> {
  requirePermission(principal, 'VIEW_MAILS');
  const { complete } = parseInput(MailSourceQuery, Object.fromEntries(new URLSearchParams(query)));
  const [mail] = await findMails([id]);
  if (!mail) throw resourceUnknown('mail', id);
  const { messageId, from, replyTo, recipients, subject, html, text } = mail;
  const sizes = (await listMailAttachments(id)).reduce((sum, { size }) => sum + size, 0);
  const leaveOutFiles = complete === 'false' && sizes > MAX_SHOWN_BYTES;
  const attachments = (await readMailAttachments(id)).map(({ type, ...file }) => (type ? { ...file, type } : file));
  const outgoing = { mailId: id, messageId, from, recipients, subject, html, text, attachments };
  const last = (await listAttempts([id], [])).at(-1);
  return writeSource(
    { ...outgoing, envelopeTo: addressesOf(recipients), ...(replyTo ? { replyTo } : {}) },
    {
      date: new Date(last?.startedAt ?? mail.creationTimestamp),
      leaveOutFiles,
    },
  );
}

/** The message that a mail which is not stored, such as a preview, would become. @throws ServiceError 10, 14, 15, 27. */
export async function previewMailSource(principal: Principal, body: unknown, now: number): Promise<MailSource> {
  requirePermission(principal, 'VIEW_MAILS');
  const { recipients, ...parts } = parseInput(MailSourceInput, body);
  const { from } = serverContext().mailInForce();
  const messageId = `<${NO_ID}@preview>`;
  const outgoing = { mailId: NO_ID, messageId, from, recipients, envelopeTo: addressesOf(recipients), ...parts };
  return writeSource(outgoing, { date: new Date(now), leaveOutFiles: false });
}

function addressesOf({ to, cc, bcc }: MailRecipients): string[] {
  return [...to, ...cc, ...bcc].map(addressOf);
}

async function writeSource(mail: OutgoingMail, options: { date: Date; leaveOutFiles: boolean }): Promise<MailSource> {
  try {
    return { source: await writeMessage(mail, options), complete: !options.leaveOutFiles };
  } catch (error) {
    if (error instanceof UnsendableMail) throw new ServiceError(27, `There is no message: ${error.message}`);
    throw error;
  }
}
