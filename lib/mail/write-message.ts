import MailComposer from 'nodemailer/lib/mail-composer';
import { composeMail } from './compose';
import type { OutgoingMail } from './outgoing';

interface WriteOptions {
  /** Of its header `Date`. */
  date: Date;
  /** Leaves out what is in the attachments, and says so in their place. */
  leaveOutFiles?: boolean;
}

/**
 * Writes a mail as the message that is handed to the mail server (RFC 5322, with CRLF).
 * @throws UnsendableMail.
 */
export async function writeMessage(mail: OutgoingMail, { date, leaveOutFiles = false }: WriteOptions): Promise<string> {
  const { options } = composeMail(mail);
  const { attachments = [], ...message } = options;
  const files = leaveOutFiles ? attachments.map(withoutContent) : attachments;
  // The boundaries between its parts are the same each time that it is shown.
  const composer = new MailComposer({ ...message, attachments: files, date, baseBoundary: mail.mailId });
  return (await composer.compile().build()).toString('utf8');
}

type Attachment = NonNullable<ReturnType<typeof composeMail>['options']['attachments']>[number];

function withoutContent({ content, ...attachment }: Attachment): Attachment {
  const bytes = Buffer.isBuffer(content) ? content.length : 0;
  return { ...attachment, contentTransferEncoding: '7bit', content: `[${bytes} bytes of base64, left out here]` };
}
