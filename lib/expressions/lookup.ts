import type { JsonValue } from '@/lib/format/json';

/**
 * Reads a field as Handlebars does, but own properties only: fields of objects, items and `length` of arrays and texts.
 * Nothing is ever reached through a prototype, and `__proto__` is no field even when JSON carries one.
 * @returns undefined when there is no such field
 */
export function readField(parent: JsonValue | undefined, name: string): JsonValue | undefined {
  if (parent === null || parent === undefined || name === '__proto__') return undefined;
  if (typeof parent !== 'object' && typeof parent !== 'string') return undefined;
  if (!Object.hasOwn(parent as object, name)) return undefined;
  return (parent as Record<string, JsonValue>)[name];
}

/** Handlebars' notion of false: absent, null, false, '', 0, NaN and the empty array. */
export function isTruthy(value: JsonValue | undefined): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** JavaScript's `==` between values of JSON, without its conversion of objects: those are equal to themselves only. */
export function looseEquals(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (a === null || a === undefined || b === null || b === undefined) return (a ?? null) === (b ?? null);
  if (typeof a === 'object' || typeof b === 'object' || typeof a === typeof b) return false;
  return Number(a) === Number(b);
}
