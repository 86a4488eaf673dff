/** A string in JSON text, also one that has no end yet. Offsets count from the start of the text, without the quotes. */
export interface JsonString {
  from: number;
  to: number;
  /** What it says. */
  value: string;
  /** The offset in the text of each UTF-16 unit of `value`, and of its end. */
  offsets: number[];
}

const STRING = /"((?:[^"\\\n]|\\.)*)("|$|\n|\\)/gm;
const PART = /\\(?:u([0-9a-fA-F]{4})|(.))|[\s\S]/g;
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** Every string in JSON text, keys too, whether the rest of it can be read or not. */
export function jsonStrings(text: string): JsonString[] {
  return [...text.matchAll(STRING)].map((match) => {
    const raw = match[1] ?? '';
    const from = match.index + 1;
    return { from, to: from + raw.length, ...decode(raw, from) };
  });
}

function decode(raw: string, from: number): Pick<JsonString, 'value' | 'offsets'> {
  let value = '';
  const offsets: number[] = [];
  for (const { 0: whole, 1: hex, 2: escaped, index } of raw.matchAll(PART)) {
    offsets.push(from + index);
    if (hex) value += String.fromCharCode(Number.parseInt(hex, 16));
    else value += escaped === undefined ? whole : (ESCAPES[escaped] ?? escaped);
  }
  offsets.push(from + raw.length);
  return { value, offsets };
}

/** A text as it stands within the quotes of JSON. */
export function inJsonString(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
