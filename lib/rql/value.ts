import { type RqlValue, readIsoDate } from './schema';

/** Says what is wrong with a value; the parser adds where. */
export class RqlValueError extends Error {}

type Cast = (text: string) => RqlValue;

/** Casts of the query language that this server does not offer: taken literally they would silently find nothing. */
const REFUSED_CASTS = new Set(['re', 'RE', 'glob']);
const ISO_START = '0000-01-01T00:00:00Z';

function dateValue(text: string, epochMs: number | undefined): RqlValue {
  if (epochMs === undefined || Number.isNaN(new Date(epochMs).getTime())) {
    throw new RqlValueError(`'${text}' is not a date`);
  }
  return { type: 'date', text, value: epochMs };
}

function numberValue(text: string): RqlValue {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new RqlValueError(`'${text}' is not a number`);
  return { type: 'number', text, value };
}

function booleanValue(text: string): RqlValue {
  if (text !== 'true' && text !== 'false') throw new RqlValueError(`'${text}' is neither true nor false`);
  return { type: 'boolean', text, value: text === 'true' };
}

/** A date of which only the beginning is given: `2024`, `2024-05`, `2024-05-01T10`. */
function partialDate(text: string): RqlValue {
  const year = text.padStart(4, '0');
  return dateValue(text, readIsoDate(year + ISO_START.slice(year.length)));
}

const CASTS: Readonly<Record<string, Cast>> = {
  string: (text) => ({ type: 'string', text, value: text }),
  number: numberValue,
  boolean: booleanValue,
  date: (text) => dateValue(text, readIsoDate(text)),
  epoch: (text) => dateValue(text, Number(numberValue(text).value)),
  isodate: partialDate,
};

/** Decodes percent escapes; text with a stray `%`, as people type it, stays as it is. */
export function decodeLeniently(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function guess(text: string): RqlValue['value'] {
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === 'null') return null;
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text ? number : text;
}

/**
 * Reads one value as it stands in the query after the first decoding. A cast is looked for before the value is decoded once
 * more, so that a value that happens to read `string:x` can be written, and rqlBuilder always does so.
 * Throws RqlValueError when the value does not fit its cast.
 */
export function readValue(raw: string): RqlValue {
  const [, name, rest] = /^([A-Za-z]+):(.*)$/s.exec(raw) ?? [];
  if (name !== undefined && rest !== undefined) {
    if (REFUSED_CASTS.has(name)) throw new RqlValueError(`the cast '${name}:' is not supported`);
    const cast = Object.hasOwn(CASTS, name) ? CASTS[name] : undefined;
    if (cast) return cast(decodeLeniently(rest));
  }
  const text = decodeLeniently(raw);
  return { type: 'guess', text, value: guess(text) };
}
