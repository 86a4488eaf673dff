import type { EventScope } from '@/lib/dispatch/schema';
import { isJsonObject, type JsonObject } from '@/lib/format/json';

/** The inputs that a template gets for an event: the fields of its content, and the event itself. */
export function toTemplateValues({ id, type, content, creationTimestamp }: EventScope): JsonObject {
  return { ...(isJsonObject(content) ? content : {}), event: { id, type, content, creationTimestamp } };
}

/** Outputs that are text when the template is for mail; the subject is text anyway. */
export const MAIL_TEXT_OUTPUTS = ['text'];

/** A template for mail has a subject and a body. */
export function isMailTemplate(outputs: Readonly<Record<string, string>>): boolean {
  return outputs.subject !== undefined && outputs.body !== undefined;
}
