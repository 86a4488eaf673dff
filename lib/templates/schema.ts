import { z } from 'zod';
import { ObjectId } from '@/lib/format/id';

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
