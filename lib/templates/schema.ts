import { z } from 'zod';
import type { Problem } from '@/lib/dispatch/schema';
import { isLanguageCode, isTimeZone } from '@/lib/format/locale';
import { ObjectId } from '@/lib/format/object-id';
import { TimestampInput } from '@/lib/tasks/schema';
import { TEMPLATE_ORDERS } from './constants';

export const OUTPUT_MAX_BYTES = 262_144;

/** The declared type of a template's input. */
export type InputType =
  | { type: 'string' | 'number' | 'boolean' }
  | { type: 'array'; items: InputType }
  | { type: 'object'; properties: Record<string, InputType> };

export const InputType: z.ZodType<InputType, InputType> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.object({ type: z.enum(['string', 'number', 'boolean']) }),
    z.object({ type: z.literal('array'), items: InputType }),
    z.object({ type: z.literal('object'), properties: z.record(z.string(), InputType) }),
  ]),
);

const TemplateName = z
  .string()
  .min(1, 'must not be empty')
  .max(128)
  .regex(/^[^/\s][^/]*$/, 'must not contain a slash or begin with a space');

/** What may be saved as a template. `outputs`: name → Handlebars source; a mail template has `subject` and `body` (HTML). */
export const TemplateInput = z.object({
  name: TemplateName,
  description: z.string().max(2_048).optional(),
  inputs: z.record(z.string().min(1).max(128), InputType).optional(),
  outputs: z
    .record(z.string().min(1).max(128), z.string().max(OUTPUT_MAX_BYTES))
    .refine((outputs) => Object.keys(outputs).length > 0, 'needs at least one output'),
});
export type TemplateInput = z.infer<typeof TemplateInput>;

/** Body of an update. `null` takes the description or the declared inputs away. */
export const TemplateUpdate = TemplateInput.partial().extend({
  description: TemplateInput.shape.description.nullable(),
  inputs: TemplateInput.shape.inputs.nullable(),
  /** The one that the caller has seen: with another one, nothing is changed. */
  updateTimestamp: TimestampInput.optional(),
});
export type TemplateUpdate = z.infer<typeof TemplateUpdate>;

/** A stored template. Timestamps are epoch milliseconds. */
export const Template = TemplateInput.extend({
  id: ObjectId,
  creationTimestamp: z.number().int(),
  updateTimestamp: z.number().int(),
});
export type Template = z.infer<typeof Template>;

/** Body of `POST /templates/v2/{idOrName}/resolve`. */
export const ResolveInput = z.object({
  inputs: z.record(z.string(), z.json()).default({}),
  language: z.string().max(35).default('EN'),
  timeZone: z.string().max(64).default('UTC'),
});
export type ResolveInput = z.infer<typeof ResolveInput>;

export type TemplateOrder = (typeof TEMPLATE_ORDERS)[number];

/** Query of `GET /api/v1/templates`. */
export const TemplateListQuery = z.object({
  /** Text in the name or the description, in any case. */
  search: z.string().max(256).default(''),
  sort: z.enum(TEMPLATE_ORDERS).default('-updated'),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type TemplateListQuery = z.infer<typeof TemplateListQuery>;

/** A template in a list: without what it says. */
export interface TemplateSummary extends Pick<Template, 'id' | 'name' | 'description' | 'updateTimestamp'> {
  /** Names of its outputs. */
  outputs: string[];
  /** How many dispatchers name it. */
  dispatchers: number;
  /** Mails made of it in the last 24 hours. */
  mails24h: number;
}

export interface TemplateList {
  data: TemplateSummary[];
  total: number;
  /** Dispatchers that choose their template by an expression: any of them may use any template. */
  byExpression: number;
  /** False when there were too many mails to count them all: `mails24h` are at least so many. */
  mailsComplete: boolean;
}

/** A dispatcher that uses a template, and the names of the actions which do. */
export interface TemplateUse {
  id: string;
  name?: string;
  eventType: string;
  enabled: boolean;
  actions: string[];
}

/** `GET /api/v1/templates/{id}/usage`. */
export interface TemplateUsage {
  /** The first of them, at most 50. */
  dispatchers: TemplateUse[];
  dispatcherTotal: number;
  byExpression: number;
  mails24h: number;
  mailsComplete: boolean;
}

/** What a draft is filled with: an event as a dispatcher would, or inputs that were typed in. */
const DraftValues = z.union([z.object({ eventId: ObjectId }), z.object({ inputs: z.record(z.string(), z.json()) })]);

/** Body of `POST /api/v1/templates/preview`: a draft, what to fill it with, and the reader's language and time zone. */
export const TemplatePreviewInput = z.object({
  template: z.object({ inputs: TemplateInput.shape.inputs, outputs: TemplateInput.shape.outputs }),
  values: DraftValues,
  language: z.string().max(35).refine(isLanguageCode, 'is not a language code').default('EN'),
  timeZone: z.string().max(64).refine(isTimeZone, 'is not an IANA time zone').default('UTC'),
});
export type TemplatePreviewInput = z.input<typeof TemplatePreviewInput>;

/** Whether a localization that a draft names has a text in the language: its own, that of EN, or none. */
export const KEY_STATES = ['there', 'fallback', 'missing'] as const;
export type KeyState = (typeof KEY_STATES)[number];

/** What the live engine makes of a draft. An output stands in `outputs`, or in the `field` of a problem. */
export interface TemplatePreview {
  outputs: Record<string, string>;
  /** Of a mail without an output `text`: the text part that would be made of its HTML. */
  madeText?: string;
  problems: Problem[];
  /** The keys of localizations that the outputs name. */
  keys: { key: string; state: KeyState }[];
}

/** Body of `POST /api/v1/templates/test-mail`: the same draft, sent to the caller's own address. */
export const TestMailInput = TemplatePreviewInput.extend({ name: z.string().max(128).optional() });
export type TestMailInput = z.input<typeof TestMailInput>;

export const TEST_MAIL_FATES = ['sent', 'captured', 'redirected'] as const;
/** What becomes of a test mail, as the server's mail mode has it. */
export interface TestMail {
  mailId: string;
  to: string;
  fate: (typeof TEST_MAIL_FATES)[number];
}
