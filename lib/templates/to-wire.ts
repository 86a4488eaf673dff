import { iso } from '@/lib/format/time';
import type { Template } from './schema';

/** The template as `templates/v2` shows it: ISO 8601 times. */
export function toWireTemplate({ creationTimestamp, updateTimestamp, ...template }: Template) {
  return { ...template, creationTimestamp: iso(creationTimestamp), updateTimestamp: iso(updateTimestamp) };
}
