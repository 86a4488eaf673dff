import Handlebars from 'handlebars';
import type { ParsedTemplate } from './ast';
import { convertProgram } from './convert';
import { prescan } from './prescan';
import { ExpressionSyntaxError, toSyntaxError } from './syntax-error';

const CACHE_MAX_ENTRIES = 1_000;
const CACHE_MAX_CHARS = 2 * 1_048_576;
const cache = new Map<string, ParsedTemplate>();
let cachedChars = 0;

/**
 * Parses a source with Handlebars' own parser and its whitespace control, so that what it renders is what Handlebars
 * would. Limits: 256 KB, 32 levels, 5,000 parts; no partials, no decorators. Recently used sources are kept parsed.
 * @throws ExpressionSyntaxError with line and column
 */
export function parseTemplate(source: string): ParsedTemplate {
  const known = cache.get(source);
  if (known) {
    cache.delete(source);
    cache.set(source, known);
    return known;
  }
  const parsed = parse(source);
  remember(source, parsed);
  return parsed;
}

function parse(source: string): ParsedTemplate {
  prescan(source);
  try {
    const program = convertProgram(Handlebars.parse(source));
    const [first] = program.body;
    return { program, single: program.body.length === 1 && first?.kind === 'output' ? first : undefined };
  } catch (error) {
    throw error instanceof ExpressionSyntaxError ? error : toSyntaxError(error, source);
  }
}

function remember(source: string, parsed: ParsedTemplate): void {
  cache.set(source, parsed);
  cachedChars += source.length;
  for (const oldest of cache.keys()) {
    if (cache.size <= CACHE_MAX_ENTRIES && cachedChars <= CACHE_MAX_CHARS) break;
    cache.delete(oldest);
    cachedChars -= oldest.length;
  }
}
