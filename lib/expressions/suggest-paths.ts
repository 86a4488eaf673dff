import { suggest } from '@/lib/format/suggest';
import type { PathExpr } from './ast';
import { follow, type PathFinding } from './find-paths';
import { writePath } from './write-path';

const MAX_SUGGESTIONS = 3;

/** How the paths that the samples have are written from anywhere: `root` stands before them, as in `@inputs.`. */
export interface KnownPaths {
  root: string;
  paths: readonly (readonly string[])[];
}

/**
 * What a path that is not there may be a slip of, as it has to be written, the likeliest first: a neighbour of similar name,
 * the same name at another place, or a path that reads much like it.
 */
export function suggestPaths(finding: PathFinding, known: KnownPaths): string[] {
  const { path } = finding;
  const close = neighbours(finding);
  const leading = close.filter((candidate) => finding.frames.some((frame) => follow(candidate, frame).isThere));
  if (leading.length > 0) return leading.flatMap(writeLike);
  const own = partsFromRoot(path);
  const found = [...close.flatMap(writeLike), ...(own ? elsewhere(own, finding, known) : [])];
  return [...new Set(found)].filter((text) => text !== path.original).slice(0, MAX_SUGGESTIONS);
}

/** The part that is not there, replaced by a name that is. */
function neighbours({ path, brokenAt, names }: PathFinding): PathExpr[] {
  const part = path.parts[brokenAt];
  if (part === undefined) return [];
  return suggest(part, [...names]).map((name) => ({ ...path, parts: path.parts.with(brokenAt, name) }));
}

/** Writes a path with the beginning that it had: `@`, `../`, `this.`. */
function writeLike({ data, depth, scoped, parts }: PathExpr): string[] {
  const text = writePath(parts);
  if (text === undefined) return [];
  const up = '../'.repeat(depth);
  if (data) return [`@${up}${text}`];
  return [up === '' && scoped ? `this.${text}` : `${up}${text}`];
}

/** The parts of a path as they would count from the outermost context; undefined when they cannot. */
function partsFromRoot({ data, depth, parts }: PathExpr): readonly string[] | undefined {
  if (data) return parts.length > 1 ? parts.slice(1) : undefined;
  return depth > 0 ? undefined : parts;
}

function elsewhere(own: readonly string[], { frames }: PathFinding, { root, paths }: KnownPaths): string[] {
  const isInside = frames.some(({ parent }) => parent !== undefined);
  // Within `each` and `with`, names of the outermost context have to say so.
  const prefix = root === '' && isInside ? '@root.' : root;
  const last = own.at(-1) ?? '';
  const whole = own.join('.');
  const byText = new Map(paths.map((parts) => [parts.join('.'), parts]));
  const exact = isInside && byText.has(whole) ? [whole] : [];
  const sameName = [...byText].filter(([text, parts]) => text !== whole && isSame(parts.at(-1) ?? '', last));
  sameName.sort(([, a], [, b]) => Math.abs(a.length - own.length) - Math.abs(b.length - own.length));
  const similarNames = new Set(suggest(last, [...new Set(paths.map((parts) => parts.at(-1) ?? ''))]));
  const similar = [...byText].filter(([, parts]) => similarNames.has(parts.at(-1) ?? ''));
  const found = [
    ...exact,
    ...sameName.map(([text]) => text),
    ...suggest(whole, [...byText.keys()]),
    ...similar.map(([text]) => text),
  ];
  return found.flatMap((text) => {
    const written = writePath(byText.get(text) ?? []);
    return written ? [prefix + written] : [];
  });
}

/** Equal, but for the case of letters. */
function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
