import type { Problem } from '@/lib/dispatch/schema';
import { suggest } from '@/lib/format/suggest';
import type { Position } from './ast';
import { checkExpression } from './check';
import type { RenderEnv, Scope } from './env';
import { parseOrProblem } from './evaluate';
import { findPaths, type PathFinding } from './find-paths';
import { helperNames } from './helpers/registry';
import type { ExpressionMark } from './schema';
import { type KnownPaths, suggestPaths } from './suggest-paths';

/** What a source is checked against. */
export interface MarkContext {
  /** The samples: what names refer to in each of them. */
  scopes: readonly Scope[];
  known: KnownPaths;
  /** Words for a message: "the last 20 events", "is in none of the last 20 events". */
  samples: string;
  absent: string;
  env: RenderEnv;
  /** Of `performance.now()`: what takes longer is not looked at. */
  deadline: number;
}

/** Everything there is to say about a source at its place: what can never work, and the paths that samples do not have. */
export function markSource(source: string, context: MarkContext): ExpressionMark[] {
  if (!source.includes('{{')) return [];
  const place = placesOf(source);
  const parsed = parseOrProblem(source);
  if ('code' in parsed) return [markProblem(source, parsed, place)];
  const problems = checkExpression(source).map((problem) => markProblem(source, problem, place));
  const findings = findPaths(parsed, context.scopes, context.env, context.deadline);
  return [...problems, ...findings.flatMap((finding) => markPath(source, finding, context, place))].sort(
    (a, b) => a.from - b.from,
  );
}

type Places = (position: Position) => number;

/** Turns line and column into an offset, with lines ended as Handlebars' lexer ends them. */
function placesOf(source: string): Places {
  const starts = [0, ...[...source.matchAll(/\r\n?|\n/g)].map((match) => match.index + match[0].length)];
  return ({ line, column }) => Math.min((starts[line - 1] ?? 0) + column - 1, source.length);
}

function markProblem(source: string, problem: Problem, place: Places): ExpressionMark {
  const { code, message, line = 1, column = 1 } = problem;
  const { from, to } = rangeAt(source, place({ line, column }), message);
  const word = source.slice(from, to);
  const kind = code === 'syntax' ? 'syntax' : 'helper';
  // The end of a block has its name too: replacing one of them would only make another mistake.
  const isBlock = /[#^]\s*$|\{\{\s*else\s+$/.test(source.slice(0, from));
  const names = kind === 'helper' && message.startsWith('There is no helper') ? suggest(word, helperNames()) : [];
  const fixes = isBlock ? [] : names.map((name) => ({ label: `Use ${name}`, text: name }));
  const hint = isBlock && names[0] ? `${message}: did you mean ${names[0]}?` : message;
  return { kind, severity: 'error', from, to, message: hint, fixes };
}

/** The word at an offset; of a tag that is not closed, all of it on its line. */
function rangeAt(source: string, offset: number, message: string): { from: number; to: number } {
  const open = message === 'This {{ is not closed' ? source.lastIndexOf('{{', offset) : -1;
  const from = open === -1 ? Math.min(offset, Math.max(0, source.length - 1)) : open;
  const pattern = open === -1 ? /^[^\s(){}]+/ : /^[^\n]+/;
  const length = pattern.exec(source.slice(from, from + 200))?.[0].length ?? 1;
  return { from, to: Math.min(from + length, source.length) };
}

function markPath(source: string, finding: PathFinding, context: MarkContext, place: Places): ExpressionMark[] {
  const { path, seen, present, isOptional, isUnreached, unit } = finding;
  if (seen === 0 || present === seen) return [];
  const range = { from: place(path.at), to: place(path.end) };
  const written = source.slice(range.from, range.to);
  if (present === 0) {
    const texts = suggestPaths(finding, context.known);
    const message = `${written} ${unit === 'items' ? 'is in none of the items' : context.absent}`;
    const fixes = texts.map((text) => ({ label: `Use ${text}`, text }));
    const severity = isOptional && fixes.length === 0 ? 'info' : 'warning';
    return [{ kind: 'unknown', severity, ...range, message, fixes }];
  }
  if (isOptional || isUnreached) return [];
  return [
    {
      kind: 'sometimes',
      severity: 'info',
      ...range,
      ...offerDefault(finding, context, source.slice(range.from, range.to)),
    },
  ];
}

function offerDefault(
  { seen, present, unit, isArgument }: PathFinding,
  { samples }: MarkContext,
  written: string,
): Pick<ExpressionMark, 'share' | 'message' | 'fixes'> {
  const share = present / seen;
  const percent = Math.min(99, Math.max(1, Math.round(share * 100)));
  const of = unit === 'items' ? 'the items' : samples;
  const call = `default ${written} ""`;
  return {
    share,
    message: `${written} is in ${percent} % of ${of}: give a default for the others`,
    fixes: [{ label: 'Add a default', text: isArgument ? `(${call})` : call }],
  };
}
