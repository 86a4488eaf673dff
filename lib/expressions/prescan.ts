import type { Position } from './ast';
import { MAX_NESTING, MAX_NODES, MAX_SOURCE_BYTES, MAX_TAG_CHARS } from './limits';
import { ExpressionSyntaxError } from './syntax-error';

const OPENS_BLOCK = /^\{\{\{\{(?!\/)|^\{\{~?[#^]/;
const CLOSES_BLOCK = /^\{\{\{\{\/|^\{\{~?\//;
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
  let start = source.indexOf('{{');
  while (start !== -1) {
    const refuse = (message: string) => {
      throw new ExpressionSyntaxError(message, positionOf(source, start));
    };
    const head = source.slice(start, start + 6);
    const isComment = COMMENT.test(head);
    const close = source.indexOf(isComment && /^\{\{~?!--/.test(head) ? '--' : '}}', start + 2);
    const end = close === -1 ? source.length : close;
    tags += 1;
    if (tags > 2 * MAX_NODES) refuse(`has more than ${MAX_NODES} parts`);
    if (OPENS_BLOCK.test(head)) depth += 1;
    else if (CLOSES_BLOCK.test(head)) depth = Math.max(0, depth - 1);
    if (depth > MAX_NESTING) refuse(`is nested deeper than ${MAX_NESTING} levels`);
    if (!isComment) {
      if (end - start > MAX_TAG_CHARS) refuse(`has a tag longer than ${MAX_TAG_CHARS} characters`);
      if (parenthesisDepth(source, start, end) > MAX_NESTING) refuse(`is nested deeper than ${MAX_NESTING} levels`);
    }
    start = source.indexOf('{{', Math.max(end, start + (head.startsWith('{{{{') ? 4 : head.startsWith('{{{') ? 3 : 2)));
  }
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
