import { isObjectId } from '@/lib/format/id';
import { PAGES } from './pages';
import { listRoutes } from './routes';

/** What a path leads to: an operation (with the methods that it has), or a page of the console. */
export type Destination = { kind: 'route'; methods: readonly string[] } | { kind: 'page' };

interface Pattern {
  segments: readonly string[];
  destination: Destination;
}

/** `/{service}/{version}/…`: never a page, though some pages would take the version for an id. */
const SERVICE_PATH = /^\/[a-z]+\/v\d+(?:\/|$)/;
/** A page that shows something by its name, as a function has one. */
const PAGE_NAME = /^[\w-]{1,64}$/;
/** Patterns by number of segments: a look at one request touches few. */
const PATTERNS = toPatterns();

/**
 * Where a path leads: without query, with or without a slash at the end, not decoded.
 * A fixed segment counts more than a variable one, as everywhere in Next. Undefined: nowhere.
 */
export function matchPath(pathname: string): Destination | undefined {
  const segments = pathname.replace(/\/$/, '').split('/').slice(1);
  const found = PATTERNS.get(segments.length)?.find((pattern) => fits(pattern, segments))?.destination;
  return found?.kind === 'page' && SERVICE_PATH.test(pathname) ? undefined : found;
}

/** An operation says for itself that an id is none; a page would answer with an empty shell. */
function fits({ segments: pattern, destination }: Pattern, segments: readonly string[]): boolean {
  return pattern.every((part, index) => {
    const segment = segments[index] ?? '';
    if (!isVariable(part)) return part === segment;
    if (destination.kind === 'route') return segment !== '';
    return part === '{name}' ? PAGE_NAME.test(segment) : isObjectId(segment);
  });
}

function isVariable(segment: string): boolean {
  return segment.startsWith('{');
}

function toPatterns(): Map<number, Pattern[]> {
  const methods = new Map<string, string[]>();
  for (const { method, path } of listRoutes()) methods.set(path, [...(methods.get(path) ?? []), method]);
  const patterns: Pattern[] = [
    ...[...methods].map(([path, list]) => ({ segments: split(path), destination: toRoute(list) })),
    ...PAGES.map((path) => ({ segments: split(path), destination: { kind: 'page' as const } })),
  ];
  const byLength = new Map<number, Pattern[]>();
  for (const pattern of patterns) {
    const length = pattern.segments.length;
    byLength.set(length, [...(byLength.get(length) ?? []), pattern].sort(byVariables));
  }
  return byLength;
}

function toRoute(methods: readonly string[]): Destination {
  return { kind: 'route', methods };
}

function split(path: string): string[] {
  return path === '/' ? [] : path.split('/').slice(1);
}

/** Fixed segments first, compared from the left. */
function byVariables(a: Pattern, b: Pattern): number {
  const [one, other] = [a, b].map(({ segments }) => segments.map((part) => (isVariable(part) ? '1' : '0')).join(''));
  return (one ?? '').localeCompare(other ?? '');
}
