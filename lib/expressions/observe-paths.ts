import type { JsonValue } from '@/lib/format/json';
import { readField } from './lookup';
import type { ObservedPath, ObservedType } from './schema';
import { writePath } from './write-path';

const MAX_PATHS = 300;
const MAX_DEPTH = 8;
/** Fields that are looked at in all; what one strange event holds must not keep the process busy. */
const MAX_VISITS = 100_000;
const MAX_EXAMPLES = 2;
const MAX_EXAMPLE_CHARS = 60;
/** Of a list, `list.[0]` stands for its items. */
const FIRST = '0';

interface Seen {
  parts: readonly string[];
  types: Set<ObservedType>;
  count: number;
  examples: string[];
}

interface Walk {
  seen: Map<string, Seen>;
  visits: number;
}

/**
 * The paths that values have, as expressions name them, with how many of the values have each one.
 * @param values the newest first: their order is that of the examples
 * @param root what the paths begin with: `['content']`
 */
export function observePaths(values: readonly JsonValue[], root: readonly string[]): ObservedPath[] {
  return [...observe(values, root).seen].map(([path, { types, count, examples }]) => ({
    path,
    types: [...types],
    share: count / values.length,
    examples,
  }));
}

/** The same paths, each as its parts after `root`. */
export function observedParts(values: readonly JsonValue[]): (readonly string[])[] {
  return [...observe(values, []).seen.values()].map(({ parts }) => parts).filter((parts) => parts.length > 0);
}

function observe(values: readonly JsonValue[], root: readonly string[]): Walk {
  const walk: Walk = { seen: new Map(), visits: 0 };
  for (const value of values) visit(value, root, walk);
  return walk;
}

function visit(value: JsonValue, parts: readonly string[], walk: Walk): void {
  walk.visits += 1;
  const path = writePath(parts);
  if (path === undefined || walk.visits > MAX_VISITS || !note(value, path, parts, walk)) return;
  if (typeof value !== 'object' || value === null || parts.length > MAX_DEPTH) return;
  const keys = Array.isArray(value) ? [FIRST] : Object.keys(value);
  for (const key of keys) {
    const inner = readField(value, key);
    if (inner !== undefined) visit(inner, [...parts, key], walk);
  }
}

function note(value: JsonValue, path: string, parts: readonly string[], { seen }: Walk): boolean {
  const known = seen.get(path) ?? { parts, types: new Set(), count: 0, examples: [] };
  if (known.count === 0) {
    if (seen.size >= MAX_PATHS) return false;
    seen.set(path, known);
  }
  known.count += 1;
  known.types.add(typeOf(value));
  const example = toExample(value);
  if (known.examples.length < MAX_EXAMPLES && !known.examples.includes(example)) known.examples.push(example);
  return true;
}

function typeOf(value: JsonValue): ObservedType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as ObservedType;
}

/** A value as JSON on one line, shortened: of an object or a list only how much is in it. */
export function toExample(value: JsonValue, maxChars = MAX_EXAMPLE_CHARS): string {
  if (typeof value === 'string') return JSON.stringify(shorten(value, maxChars));
  if (Array.isArray(value)) return value.length === 1 ? '1 item' : `${value.length} items`;
  if (typeof value !== 'object' || value === null) return String(value);
  const keys = Object.keys(value);
  return shorten(`{ ${keys.slice(0, 8).join(', ')}${keys.length > 8 ? ', …' : ''} }`, maxChars);
}

/** Cut between characters, never within one that takes two units. */
function shorten(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(maxChars - 2)) ? maxChars - 2 : maxChars - 1;
  return `${text.slice(0, end)}…`;
}
