import type { JsonValue } from '@/lib/format/json';

export type ParsedJson = { ok: true; value: JsonValue | undefined } | { ok: false; message: string };

/** Reads JSON as typed. Nothing typed is `undefined`. An error names its line, counted from 1. */
export function parseJsonText(text: string): ParsedJson {
  // Blank lines at the end would move the place of "it ends too early" away from the text.
  const source = text.trimEnd();
  if (source === '') return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(source) as JsonValue };
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const line = lineOf(message, source);
    return { ok: false, message: line === undefined ? 'is not JSON' : `is not JSON: look at line ${line}` };
  }
}

/** Browsers word the error differently, but all that name a place do it as `position N` or `line N`. */
function lineOf(message: string, text: string): number | undefined {
  const line = /line (\d+)/.exec(message)?.[1];
  if (line) return Number(line);
  const position = /position (\d+)/.exec(message)?.[1];
  if (position) return text.slice(0, Number(position)).split('\n').length;
  return /end of (JSON|data|input)|EOF/i.test(message) ? text.split('\n').length : undefined;
}
