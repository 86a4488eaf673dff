import type { CodeDiagnostic } from '@/components/form/code-diagnostics';

/** What the server says about a text: `line` and `column` count from 1. */
export interface LineMistake {
  message: string;
  line?: number | undefined;
  column?: number | undefined;
}

/** The offset of a line and column, both counted from 1, at most the text's length. */
export function toOffset(text: string, line: number, column: number): number {
  let start = 0;
  for (let passed = 1; passed < line; passed += 1) {
    const end = text.indexOf('\n', start);
    if (end === -1) return text.length;
    start = end + 1;
  }
  return Math.min(start + column - 1, text.length);
}

/** Turns mistakes with line and column into what an editor underlines: from there to the end of the word. */
export function toDiagnostics(text: string, mistakes: readonly LineMistake[]): CodeDiagnostic[] {
  return mistakes.map(({ message, line = 1, column = 1 }) => {
    const from = toOffset(text, line, column);
    const word = /^[^\s}]+/.exec(text.slice(from, from + 200))?.[0].length ?? 1;
    return { from, to: Math.min(from + word, text.length), severity: 'error', message };
  });
}
