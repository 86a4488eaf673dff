/** A coloured part of a `{{…}}`, from one offset of the text to another. */
export interface MustacheToken {
  kind: 'bracket' | 'keyword' | 'path' | 'string' | 'literal' | 'comment';
  from: number;
  to: number;
}

/** A longer tag is no expression that could be saved; only its beginning is read. */
const MAX_TAG_CHARS = 8_192;
const COMMENT = /\{\{~?!(?:--[\s\S]*?(?:--~?\}\}|$)|[\s\S]*?(?:\}\}|$))/y;
const OPEN = /\{\{\{?~?[#/^&>]?/y;
const PART =
  /(\s+)|("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(~?\}\}\}?)|(@?(?:\[[^\]]*\]|[^\s(){}|="'~,[\]])+)|(\{\{)|[\s\S]/y;
const LITERAL = /^(?:-?\d+(?:\.\d+)?|true|false|null|undefined)$/;

/** The parts of every `{{…}}` in a text, in order; what lies outside has none. Reads broken text as far as it goes. */
export function mustacheTokens(text: string): MustacheToken[] {
  const tokens: MustacheToken[] = [];
  let at = text.indexOf('{{');
  while (at !== -1) {
    const comment = matchAt(COMMENT, text, at);
    const end = comment ? at + comment[0].length : at + readTag(text.slice(at, at + MAX_TAG_CHARS), at, tokens);
    if (comment) tokens.push({ kind: 'comment', from: at, to: end });
    at = text.indexOf('{{', end);
  }
  return tokens;
}

/** Reads the tag that `text` begins with, and answers where it ends: after its brackets, or before the next tag. */
function readTag(text: string, start: number, tokens: MustacheToken[]): number {
  const open = matchAt(OPEN, text, 0)?.[0] ?? '{{';
  const add = (kind: MustacheToken['kind'], from: number, to: number) =>
    tokens.push({ kind, from: start + from, to: start + to });
  add('bracket', 0, open.length);
  let at = open.length;
  let isHead = true;
  for (let match = matchAt(PART, text, at); match; match = matchAt(PART, text, at)) {
    const [whole, blank, string, close, word, nextTag] = match;
    if (nextTag) return at;
    const end = at + whole.length;
    if (close) {
      add('bracket', at, end);
      return end;
    }
    if (string) add('string', at, end);
    else if (word) add(wordKind(text, word, isHead, open, end), at, end);
    if (!blank) isHead = whole === '(' || (isHead && whole === 'else');
    at = end;
  }
  return at;
}

function wordKind(text: string, word: string, isHead: boolean, open: string, end: number): MustacheToken['kind'] {
  if (LITERAL.test(word)) return 'literal';
  if (word === 'else' || word === 'as') return 'keyword';
  // A name with something after it is called; the name of a block is a helper's, or reads like one.
  const isCalled = /^\s+[^\s{}~|]/.test(text.slice(end, end + 20));
  return isHead && (isCalled || /[#/^]$/.test(open)) && !/[.@]/.test(word) ? 'keyword' : 'path';
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
