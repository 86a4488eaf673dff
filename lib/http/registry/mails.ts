import { z } from 'zod';
import { ObjectId } from '@/lib/format/object-id';
import { MAIL_STATUSES } from '@/lib/mail/constants';
import { MailRecipients } from '@/lib/mail/schema';
import { MailInput } from '@/lib/mail/send-schema';
import { AnyJsonObject, EpochMs, Health, pageOf, RecordsAffected } from './answers';
import type { RouteEntries } from './route-entry';

const common = {
  id: ObjectId,
  status: z.enum(MAIL_STATUSES),
  from: z.string(),
  creation_timestamp: EpochMs,
  update_timestamp: EpochMs,
};

/** A mail as `mail/v1` shows it. */
export const WireMail = z.object({
  ...common,
  creator_id: ObjectId.optional(),
  subject: z.string(),
  recipients: MailRecipients,
  template_id: ObjectId.optional(),
  template_name: z.string().optional(),
  reply_to: z.array(z.string()).optional(),
  language: z.string().optional(),
  time_zone: z.string().optional(),
  content: AnyJsonObject.optional(),
  views: z.number().int().min(0),
});

const WireQueuedMail = z.object({
  ...common,
  to: z.array(z.string()),
  cc: z.array(z.string()),
  bcc: z.array(z.string()),
  reply_to: z.string().optional(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  template_data: AnyJsonObject.optional(),
});

export const mailRoutes = {
  'GET /mail/v1': { permission: 'VIEW_MAILS', summary: 'List mails', query: 'rql', answer: pageOf(WireMail) },
  'POST /mail/v1': {
    permission: 'SEND_MAILS',
    summary: 'Send a mail',
    description:
      'Plain, or from a template whose inputs are the content with `tracking_hash` added. Stored when it is answered, and sent from there. With an `Idempotency-Key` header, the same request again sends nothing and answers the first mail, with `duplicate: true`; the same key with another body is refused (status 422).',
    body: MailInput,
    upload: true,
    answer: WireMail.extend({ duplicate: z.literal(true).optional() }),
    errors: [16, 26, 1002, 1003, 1004, 1005],
  },
  'GET /mail/v1/queued': {
    permission: 'VIEW_MAILS',
    summary: 'List mails that are not sent yet',
    description: 'Those that wait, those that are being sent, and those that failed.',
    query: 'rql',
    answer: pageOf(WireQueuedMail),
  },
  'DELETE /mail/v1/{id}': {
    permission: 'DELETE_MAILS',
    summary: 'Remove a mail',
    description: 'One that waits is not sent.',
    answer: RecordsAffected,
    errors: [16, 27],
  },
  'GET /mail/v1/{id}/open': {
    permission: 'public',
    summary: 'Count a view of a mail',
    description: 'For the address of an image in the mail: an image is answered where one is asked for.',
    params: { id: z.string().min(1).describe('The tracking hash of the mail') },
    answer: RecordsAffected,
    errors: [16],
  },
  'GET /mail/v1/health': { permission: 'public', summary: 'Say that mails are served', answer: Health },
} as const satisfies RouteEntries;
