import { z } from 'zod';
import { MAX_RECIPIENTS } from '@/lib/dispatchers/schema';
import { isLanguageCode, isTimeZone } from '@/lib/format/locale';
import { ObjectId } from '@/lib/format/object-id';

export const MAIL_MAX_BYTES = 10 * 1024 * 1024;
const MAX_REPLY_TO = 10;
const Address = z.string().min(1, 'must not be empty').max(512);

const CONTROL_CHARACTER = /[\p{Cc}\u2028\u2029]/u;
const MEDIA_TYPE = /^[A-Za-z0-9!#$&^_.+-]+\/[A-Za-z0-9!#$&^_.+-]+$/;

/** Text of a header: one line of it. */
function headerText(maxChars: number) {
  return z
    .string()
    .max(maxChars)
    .refine((text) => !CONTROL_CHARACTER.test(text), 'must not contain control characters');
}

const Attachment = z.object({
  name: headerText(255).min(1),
  content: z.base64('must be base64'),
  type: z.string().max(255).regex(MEDIA_TYPE, 'must be a media type, such as text/csv').optional(),
});

const common = {
  recipients: z
    .object({
      to: z.array(Address).min(1, 'needs at least one recipient').max(MAX_RECIPIENTS),
      cc: z.array(Address).max(MAX_RECIPIENTS).optional(),
      bcc: z.array(Address).max(MAX_RECIPIENTS).optional(),
    })
    .refine(({ to, cc = [], bcc = [] }) => to.length + cc.length + bcc.length <= MAX_RECIPIENTS, {
      message: `1 to ${MAX_RECIPIENTS} recipients in all`,
    }),
  from: Address.optional(),
  /** The client sends a list; a single one may stand alone. */
  reply_to: z.union([Address, z.array(Address).min(1).max(MAX_REPLY_TO)]).optional(),
  attachments: z.array(Attachment).max(50).optional(),
};

/** Body of `POST /mail/v1`: a mail as it is … */
export const PlainMailInput = z.object({ ...common, subject: headerText(998), body: z.string() });

/** … or one that a template makes of its content. */
export const TemplateMailInput = z
  .object({
    ...common,
    template_id: ObjectId.optional(),
    template_name: z.string().min(1).max(128).optional(),
    content: z.record(z.string(), z.json()).default({}),
    language: z.string().max(35).refine(isLanguageCode, 'is not a language code').default('EN'),
    time_zone: z.string().max(64).refine(isTimeZone, 'is not an IANA time zone').default('UTC'),
    subject: z.never('comes from the template').optional(),
    body: z.never('comes from the template').optional(),
  })
  .refine((mail) => !mail.template_id !== !mail.template_name, {
    message: 'give either template_id or template_name',
    path: ['template_id'],
  });

export const MailInput = z.union([PlainMailInput, TemplateMailInput]);
export type CommonMailInput = Pick<z.infer<typeof PlainMailInput>, keyof typeof common>;
