export type JsonTokenKind = 'key' | 'string' | 'number' | 'atom' | 'plain';
export interface JsonToken {
  kind: JsonTokenKind;
  text: string;
  /** Where it begins in the whole text. */
  start: number;
}

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b/g;

/** Cuts printed JSON into coloured parts. Joined again, the parts are the text. */
export function toJsonTokens(text: string): JsonToken[] {
  const tokens: JsonToken[] = [];
  const push = (kind: JsonTokenKind, part: string, start: number) => {
    if (part !== '') tokens.push({ kind, text: part, start });
  };
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, quoted, colon] = match;
    push('plain', text.slice(end, match.index), end);
    if (quoted !== undefined) {
      push(colon === undefined ? 'string' : 'key', quoted, match.index);
      push('plain', colon ?? '', match.index + quoted.length);
    } else {
      push(/^[tfn]/.test(whole) ? 'atom' : 'number', whole, match.index);
    }
    end = match.index + whole.length;
  }
  push('plain', text.slice(end), end);
  return tokens;
}
