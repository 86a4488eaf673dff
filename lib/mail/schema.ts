import { z } from 'zod';
import type { JsonObject } from '@/lib/format/json';
import type { MAIL_STATUSES } from './constants';

export type MailStatus = (typeof MAIL_STATUSES)[number];

export const RECIPIENT_STATUSES = ['pending', 'accepted', 'refused', 'captured'] as const;
export type RecipientStatus = (typeof RECIPIENT_STATUSES)[number];

export const MailRecipients = z.object({
  to: z.array(z.string()),
  cc: z.array(z.string()),
  bcc: z.array(z.string()),
});
export type MailRecipients = z.infer<typeof MailRecipients>;

/** The bare address of a recipient in a stored mail: of `Name <a@b.org>`, and of `a@b.org` itself. */
export function addressOf(recipient: string): string {
  return /<([^<>]*)>$/.exec(recipient)?.[1] ?? recipient;
}

/** What happened for one address of a mail; `address` is without the name. */
export interface MailRecipient {
  address: string;
  kind: 'to' | 'cc' | 'bcc';
  status: RecipientStatus;
  /** The mail server's last answer, such as `550 no such user`. */
  response: string | undefined;
  updateTimestamp: number;
}

/** A file that goes with a mail, without what is in it. */
export interface MailAttachmentInfo {
  /** Counted from 0. */
  position: number;
  name: string;
  type: string | undefined;
  /** Bytes. */
  size: number;
}

/** A stored mail, fully rendered. Timestamps are epoch milliseconds. */
export interface Mail {
  id: string;
  runId: string | undefined;
  creatorId: string | undefined;
  status: MailStatus;
  messageId: string;
  from: string;
  replyTo: string[] | undefined;
  recipients: MailRecipients;
  subject: string;
  html: string;
  text: string;
  templateId: string | undefined;
  templateName: string | undefined;
  language: string | undefined;
  timeZone: string | undefined;
  content: JsonObject | undefined;
  views: number;
  trackingHash: string;
  attempts: number;
  nextAttemptAt: number | undefined;
  /** When a person had it sent again; the time to keep trying counts from then. */
  retriedAt?: number | undefined;
  /** Why it is not sent (yet), in one sentence. */
  reason: string | undefined;
  creationTimestamp: number;
  updateTimestamp: number;
}
