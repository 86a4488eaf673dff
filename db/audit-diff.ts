import { isDeepStrictEqual } from 'node:util';
import type { AuditChange } from '@/lib/audit/schema';
import { isJsonObject, type JsonValue } from '@/lib/format/json';

export const MASK = '•••';
const MAX_CHANGES = 100;
const MAX_DEPTH = 6;
const MAX_TEXT = 2_000;
/** They change with every write and say nothing, or stand in the entry itself. */
const IGNORED = new Set(['id', 'creationTimestamp', 'updateTimestamp', 'revisionId']);
const SECRET = /passw|secret|credential|ciphertext|private|token$|^hash$|api_?key|authorization|environmentVariables/i;

/** What differs between two states of an object; undefined: it was not there. Secrets are masked, long texts cut. */
export function diffStates(before: unknown, after: unknown): AuditChange[] {
  const changes: AuditChange[] = [];
  collect(toJson(before), toJson(after), { path: '', depth: 0, secret: false }, changes);
  if (changes.length <= MAX_CHANGES) return changes;
  const more = `${changes.length - MAX_CHANGES} more fields`;
  return [...changes.slice(0, MAX_CHANGES), { path: '…', to: more }];
}

interface Place {
  path: string;
  depth: number;
  secret: boolean;
}

function collect(from: JsonValue | undefined, to: JsonValue | undefined, place: Place, changes: AuditChange[]): void {
  if (isDeepStrictEqual(from, to)) return;
  const isWhole = from === undefined || to === undefined ? place.depth > 0 : place.depth >= MAX_DEPTH;
  const left = isWhole ? undefined : parts(from ?? {});
  const right = isWhole ? undefined : parts(to ?? {});
  if (!left || !right) {
    changes.push({ path: place.path, ...shown('from', from, place.secret), ...shown('to', to, place.secret) });
    return;
  }
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    if (place.depth === 0 && IGNORED.has(key)) continue;
    const path = place.path && !key.startsWith('[') ? `${place.path}.${key}` : `${place.path}${key}`;
    const secret = place.secret || SECRET.test(key);
    collect(left.get(key), right.get(key), { path, depth: place.depth + 1, secret }, changes);
  }
}

/** What a value is made of, when that can be compared piece by piece: a list only when its items have ids. */
function parts(value: JsonValue): Map<string, JsonValue> | undefined {
  if (isJsonObject(value)) return new Map(Object.entries(value));
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const items = value.map((item) => (isJsonObject(item) && typeof item.id === 'string' ? item : undefined));
  if (items.some((item) => item === undefined)) return undefined;
  return new Map(items.flatMap((item) => (item ? [[`[${item.name ?? item.id}]`, item] as const] : [])));
}

function shown(key: 'from' | 'to', value: JsonValue | undefined, secret: boolean): Partial<AuditChange> {
  return value === undefined ? {} : { [key]: mask(value, secret) };
}

function mask(value: JsonValue, secret: boolean): JsonValue {
  if (Array.isArray(value)) return value.map((item) => mask(item, secret));
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => [key, mask(item, secret || SECRET.test(key))] as const);
    return Object.fromEntries(entries);
  }
  if (secret) return value === null ? null : MASK;
  if (typeof value !== 'string' || value.length <= MAX_TEXT) return value;
  return `${value.slice(0, MAX_TEXT)}… (${value.length} characters)`;
}

/** Keys in one order, nothing undefined. */
function toJson(value: unknown): JsonValue | undefined {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as JsonValue);
}
