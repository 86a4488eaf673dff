import { findJsonError } from '@/components/form/find-json-error';
import type { JsonValue } from '@/lib/format/json';

export type ParsedJson = { ok: true; value: JsonValue | undefined } | { ok: false; message: string };

/** Reads JSON as typed. Nothing typed is `undefined`. An error names its line, counted from 1. */
export function parseJsonText(text: string): ParsedJson {
  // Blank lines at the end would move the place of "it ends too early" away from the text.
  const source = text.trimEnd();
  if (source === '') return { ok: true, value: undefined };
  const place = findJsonError(source);
  if (place === undefined) return { ok: true, value: JSON.parse(source) as JsonValue };
  return { ok: false, message: `is not JSON: look at line ${source.slice(0, place).split('\n').length}` };
}
