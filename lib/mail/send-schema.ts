import { z } from 'zod';
import { MAX_RECIPIENTS } from '@/lib/dispatchers/schema';
import { ObjectId } from '@/lib/format/id';

export const MAIL_MAX_BYTES = 10 * 1024 * 1024;
const Address = z.string().min(1, 'must not be empty').max(512);

const Attachment = z.object({
  name: z.string().min(1).max(255),
  content: z.base64('must be base64'),
  type: z.string().min(1).max(255).optional(),
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
  /** The contract has a list; a mail has one. */
  reply_to: z.union([Address, z.tuple([Address])]).optional(),
  attachments: z.array(Attachment).max(50).optional(),
};

/** Body of `POST /mail/v1`: a mail as it is … */
export const PlainMailInput = z.object({ ...common, subject: z.string().max(998), body: z.string() });

/** … or one that a template makes of its content. */
export const TemplateMailInput = z
  .object({
    ...common,
    template_id: ObjectId.optional(),
    template_name: z.string().min(1).max(128).optional(),
    content: z.record(z.string(), z.json()).default({}),
    language: z.string().max(35).default('EN'),
    time_zone: z.string().max(64).default('UTC'),
  })
  .refine((mail) => !mail.template_id !== !mail.template_name, {
    message: 'give either template_id or template_name',
    path: ['template_id'],
  });

export const MailInput = z.union([PlainMailInput, TemplateMailInput]);
export type CommonMailInput = Pick<z.infer<typeof PlainMailInput>, keyof typeof common>;
