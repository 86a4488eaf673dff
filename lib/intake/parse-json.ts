import { ServiceError } from '@/lib/errors/service-error';
import type { JsonValue } from '@/lib/format/json';

export const MAX_BODY_BYTES = 1_048_576;
export const MAX_DEPTH = 64;
export const MAX_KEYS = 10_000;
export const MAX_KEY_LENGTH = 256;

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** Only a number with an exponent of three digits or more can be too large for a double. */
const HUGE_EXPONENT = /\de\+?\d{3}/i;
const MANY_DIGITS = /\d{309}/;

/**
 * Reads a JSON body within the limits on size (1 MiB unless told otherwise), depth (64), keys (10,000 in all) and key length (256).
 * The limits are checked before parsing: what is over them never becomes an object.
 * @throws ServiceError 13 (empty) or 22 (not UTF-8, not JSON, over a limit; with status 413 when it is too large).
 */
export function parseJsonBody(body: Uint8Array, maxBytes = MAX_BODY_BYTES): JsonValue {
  if (body.byteLength === 0) throw new ServiceError(13, 'A JSON body is required');
  if (body.byteLength > maxBytes) throw bodyTooLarge(maxBytes);
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    throw new ServiceError(22, 'The body is not valid UTF-8');
  }
  assertWithinLimits(text);
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    throw new ServiceError(22, `The body is not valid JSON: ${(error as SyntaxError).message}`);
  }
  if (HUGE_EXPONENT.test(text) || MANY_DIGITS.test(text)) assertFinite(value);
  return value;
}

/** The answer to a body over the limit. */
export function bodyTooLarge(maxBytes = MAX_BODY_BYTES): ServiceError {
  return new ServiceError(22, `The body is larger than ${maxBytes} bytes`, { status: 413 });
}

/** One pass over the text, outside of strings; whether it is JSON at all is for JSON.parse to say. */
function assertWithinLimits(text: string): void {
  let depth = 0;
  let keys = 0;
  let stringLength = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === 0x22) {
      const end = endOfString(text, i + 1);
      stringLength = end - i - 1;
      i = end;
    } else if (char === 0x3a) {
      keys++;
      if (keys > MAX_KEYS) throw new ServiceError(22, `The JSON has more than ${MAX_KEYS} keys`);
      if (stringLength > MAX_KEY_LENGTH)
        throw new ServiceError(22, `A key is longer than ${MAX_KEY_LENGTH} characters`);
    } else if (char === 0x7b || char === 0x5b) {
      depth++;
      if (depth > MAX_DEPTH) throw new ServiceError(22, `The JSON is nested deeper than ${MAX_DEPTH} levels`);
    } else if (char === 0x7d || char === 0x5d) depth--;
  }
}

function endOfString(text: string, from: number): number {
  let quote = text.indexOf('"', from);
  while (quote !== -1) {
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === 0x5c) backslashes++;
    if (backslashes % 2 === 0) return quote;
    quote = text.indexOf('"', quote + 1);
  }
  return text.length;
}

/** JSON.parse reads 1e400 as Infinity, which would be stored as null: refused instead. */
function assertFinite(value: JsonValue): void {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new ServiceError(22, 'A number is too large to be represented');
  }
  if (typeof value === 'object' && value !== null) for (const child of Object.values(value)) assertFinite(child);
}
