import type { ExpressionName } from '@/components/form/expression-names';
import { HELPER_NAMES } from '@/components/form/helper-names';
import { type InputValue, toInputPaths } from '@/components/templates/inputs/input-values';
import { isJsonObject, type JsonValue } from '@/lib/format/json';

const MAX_OBSERVED = 200;
const MAX_DEPTH = 6;
const EXAMPLE_CHARS = 60;
const PLAIN_NAME = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

/** What is offered within `{{…}}`: declared inputs, what the event on show has, then the helpers. */
export function toNames(inputs: readonly InputValue[], content: JsonValue | undefined): ExpressionName[] {
  const observed = new Map<string, ExpressionName>();
  observe(content ?? null, '@inputs', 0, observed);
  const declared = toInputPaths(inputs).map(({ path, kind }): ExpressionName => {
    const example = observed.get(path)?.example;
    return { name: path, kind: 'variable', detail: kind, ...(example === undefined ? {} : { example }) };
  });
  const known = new Set(declared.map(({ name }) => name));
  const others = [...observed.values()].filter(({ name }) => !known.has(name));
  return [...declared, ...others, ...HELPER_NAMES];
}

function observe(value: JsonValue, path: string, depth: number, found: Map<string, ExpressionName>): void {
  if (!isJsonObject(value) || depth >= MAX_DEPTH) return;
  for (const [name, inner] of Object.entries(value)) {
    if (found.size >= MAX_OBSERVED) return;
    if (!PLAIN_NAME.test(name)) continue;
    const innerPath = `${path}.${name}`;
    const isPlain = inner === null || typeof inner !== 'object';
    found.set(innerPath, {
      name: innerPath,
      kind: 'variable',
      detail: Array.isArray(inner) ? 'array' : inner === null ? 'null' : typeof inner,
      ...(isPlain ? { example: String(inner).slice(0, EXAMPLE_CHARS) } : {}),
    });
    observe(inner, innerPath, depth + 1, found);
  }
}
