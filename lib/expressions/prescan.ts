import type { Position } from './ast';
import { MAX_ELSE_CHAIN, MAX_NESTING, MAX_NODES, MAX_SOURCE_BYTES, MAX_TAG_CHARS } from './limits';
import { ExpressionSyntaxError } from './syntax-error';

const OPENS_BLOCK = /^\{\{\{\{(?!\/)|^\{\{~?[#^]/;
const CLOSES_BLOCK = /^\{\{\{\{\/|^\{\{~?\//;
const CHAINS_ELSE = /^\{\{~?\s*else\s+[^\s~}]/;
const COMMENT = /^\{\{~?!/;

/**
 * Refuses, in one linear pass, a source on which Handlebars' parser would take seconds: too large, too many tags,
 * a tag too long, or nested too deeply. The exact limits are checked on the syntax tree afterwards.
 * @throws ExpressionSyntaxError
 */
export function prescan(source: string): void {
  if (source.length > MAX_SOURCE_BYTES || new TextEncoder().encode(source).length > MAX_SOURCE_BYTES) {
    throw new ExpressionSyntaxError(`is larger than ${MAX_SOURCE_BYTES / 1024} KB`, { line: 1, column: 1 });
  }
  let tags = 0;
  let depth = 0;
  /** Per level, how many `{{else if …}}` its block has. */
  const chains: number[] = [];
  let start = source.indexOf('{{');
  while (start !== -1) {
    const refuse = (message: string) => {
      throw new ExpressionSyntaxError(message, positionOf(source, start));
    };
    const head = source.slice(start, start + 6);
    const isComment = COMMENT.test(head);
    const end = isComment && /^\{\{~?!--/.test(head) ? endOfComment(source, start + 5) : endOfTag(source, start + 2);
    tags += 1;
    if (tags > 2 * MAX_NODES) refuse(`has more than ${MAX_NODES} parts`);
    if (OPENS_BLOCK.test(head)) chains[++depth] = 0;
    else if (CLOSES_BLOCK.test(head)) depth = Math.max(0, depth - 1);
    if (depth > MAX_NESTING) refuse(`is nested deeper than ${MAX_NESTING} levels`);
    if (!isComment) {
      if (end - start > MAX_TAG_CHARS) refuse(`has a tag longer than ${MAX_TAG_CHARS} characters`);
      if (CHAINS_ELSE.test(source.slice(start, end))) chains[depth] = (chains[depth] ?? 0) + 1;
      if ((chains[depth] ?? 0) > MAX_ELSE_CHAIN) refuse(`has more than ${MAX_ELSE_CHAIN} {{else …}} in a row`);
      if (parenthesisDepth(source, start, end) > MAX_NESTING) refuse(`is nested deeper than ${MAX_NESTING} levels`);
    }
    start = source.indexOf('{{', Math.max(end, start + (head.startsWith('{{{{') ? 4 : head.startsWith('{{{') ? 3 : 2)));
  }
}

function endOfTag(source: string, from: number): number {
  const close = source.indexOf('}}', from);
  return close === -1 ? source.length : close;
}

/** `{{!-- … --}}` ends with its dashes, and may hold tags. */
function endOfComment(source: string, from: number): number {
  const close = /--~?\}\}/g;
  close.lastIndex = from;
  return close.exec(source)?.index ?? source.length;
}

function parenthesisDepth(source: string, start: number, end: number): number {
  let depth = 0;
  let deepest = 0;
  for (let i = start; i < end; i += 1) {
    const code = source.charCodeAt(i);
    if (code === 40) deepest = Math.max(deepest, ++depth);
    else if (code === 41) depth -= 1;
  }
  return deepest;
}

function positionOf(source: string, index: number): Position {
  const before = source.slice(0, index).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
