import Handlebars from 'handlebars';
import type { Position } from './ast';

/** A source that is not an expression or template, or is beyond the limits. Line and column count from 1. */
export class ExpressionSyntaxError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(message: string, at: Position) {
    super(message);
    this.name = 'ExpressionSyntaxError';
    this.line = at.line;
    this.column = at.column;
  }
}

const TOKEN_WORDS: Record<string, string> = {
  EOF: 'the end: a block or a {{ is not closed',
  CLOSE: '}}',
  CLOSE_UNESCAPED: '}}}',
  CLOSE_SEXPR: ')',
  OPEN_ENDBLOCK: '{{/ without an open block',
  INVERSE: '{{else}} without an open block',
  OPEN_INVERSE_CHAIN: '{{else …}} without an open block',
};

/** Turns what Handlebars' parser threw into one error with a position and words for a person. */
export function toSyntaxError(error: unknown, source: string): ExpressionSyntaxError {
  const message = error instanceof Error ? error.message : String(error);
  const { lineNumber, column } = error as { lineNumber?: unknown; column?: unknown };
  if (typeof lineNumber === 'number' && typeof column === 'number') {
    const words = message
      .replace(/ - \d+:\d+$/, '')
      .replace(/^(\S+) doesn't match (.+)$/, '{{#$1}} is closed by {{/$2}}');
    return new ExpressionSyntaxError(words, { line: lineNumber, column: column + 1 });
  }
  if (error instanceof RangeError) return new ExpressionSyntaxError('is nested too deeply', { line: 1, column: 1 });
  const token = lastToken();
  const got = /got '(\w+)'$/.exec(message)?.[1] ?? 'INVALID';
  // Within a tag that never ends, the lexer stumbles over the first name already.
  const isOpen =
    got === 'INVALID' &&
    !source
      .split('\n')
      .slice(token.at.line - 1)
      .join('\n')
      .slice(token.at.column - 1)
      .includes('}}');
  if (isOpen) return new ExpressionSyntaxError('This {{ is not closed', token.at);
  return new ExpressionSyntaxError(`Unexpected ${TOKEN_WORDS[got] ?? (token.text || got)}`, token.at);
}

/** The generated parser tells its position only in prose; its lexer still stands at the token that it refused. */
function lastToken(): { text: string; at: Position } {
  const { Parser } = Handlebars as unknown as {
    Parser?: { lexer?: { yytext?: string; yylloc?: { first_line?: number; first_column?: number } } };
  };
  const location = Parser?.lexer?.yylloc;
  return {
    text: Parser?.lexer?.yytext ?? '',
    at: { line: location?.first_line ?? 1, column: (location?.first_column ?? 0) + 1 },
  };
}
