import type { InputType } from '@/lib/templates/schema';

export const INPUT_KINDS = ['string', 'number', 'boolean', 'array', 'object'] as const;
export type InputKind = (typeof INPUT_KINDS)[number];

/** A declared input as the form holds it. An array has one child, the type of its items; an object one for each field. */
export interface InputValue {
  /** Stays the same while it is edited. */
  key: string;
  /** Empty for the items of an array. */
  name: string;
  kind: InputKind;
  children: InputValue[];
}

let made = 0;
function nextKey(): string {
  made += 1;
  return `input-${made}`;
}

export function newInput(name = '', kind: InputKind = 'string'): InputValue {
  return withKind({ key: nextKey(), name, kind: 'string', children: [] }, kind);
}

/** The same input with another type. Fields of an object become those of an array's items, and the other way round. */
export function withKind(input: InputValue, kind: InputKind): InputValue {
  if (kind === input.kind) return input;
  const fields = input.kind === 'array' ? (input.children[0]?.children ?? []) : input.children;
  if (kind === 'object') return { ...input, kind, children: fields };
  if (kind !== 'array') return { ...input, kind, children: [] };
  const item = { ...newInput('', fields.length > 0 ? 'object' : 'string'), children: fields };
  return { ...input, kind, children: [item] };
}

export function fromInputs(inputs: Readonly<Record<string, InputType>> | undefined): InputValue[] {
  return Object.entries(inputs ?? {}).map(([name, type]) => fromType(name, type));
}

function fromType(name: string, type: InputType): InputValue {
  const children =
    type.type === 'array'
      ? [fromType('', type.items)]
      : type.type === 'object'
        ? Object.entries(type.properties).map(([inner, innerType]) => fromType(inner, innerType))
        : [];
  return { key: nextKey(), name, kind: type.type, children };
}

/** What is saved; nothing declared is nothing saved. */
export function toInputs(values: readonly InputValue[]): Record<string, InputType> | undefined {
  return values.length === 0 ? undefined : toProperties(values);
}

function toProperties(values: readonly InputValue[]): Record<string, InputType> {
  return Object.fromEntries(
    values.filter(({ name }) => name.trim()).map((value) => [value.name.trim(), toType(value)]),
  );
}

function toType({ kind, children }: InputValue): InputType {
  if (kind === 'object') return { type: kind, properties: toProperties(children) };
  if (kind === 'array') return { type: kind, items: children[0] ? toType(children[0]) : { type: 'string' } };
  return { type: kind };
}

/** What is wrong with names, by the key of the input. */
export function findInputIssues(values: readonly InputValue[]): Map<string, string> {
  const issues = new Map<string, string>();
  const visit = (list: readonly InputValue[], named: boolean) => {
    const seen = new Set<string>();
    for (const { key, name, children, kind } of list) {
      const trimmed = name.trim();
      if (named && trimmed === '') issues.set(key, 'needs a name');
      else if (named && seen.has(trimmed)) issues.set(key, 'has the name of another one');
      else if (trimmed.length > 128) issues.set(key, 'has a name of more than 128 characters');
      seen.add(trimmed);
      visit(children, kind !== 'array');
    }
  };
  visit(values, true);
  return issues;
}

/** Values that fit the declared inputs, to begin a sample with. */
export function toSample(values: readonly InputValue[]): Record<string, unknown> {
  return Object.fromEntries(
    values.filter(({ name }) => name.trim()).map((value) => [value.name.trim(), sampleOf(value)]),
  );
}

function sampleOf({ name, kind, children }: InputValue): unknown {
  if (kind === 'object') return toSample(children);
  if (kind === 'array') return children[0] ? [sampleOf(children[0])] : [];
  if (kind === 'number') return 42;
  if (kind === 'boolean') return true;
  if (/mail/i.test(name)) return 'ada@example.com';
  if (/(url|link)$/i.test(name)) return 'https://example.com/';
  if (/(_at|date|time|timestamp)$/i.test(name)) return '2026-11-23T09:30:00.000Z';
  return name === '' ? 'text' : name.replaceAll(/[_-]+/g, ' ');
}

/** Paths of all declared inputs, such as `@inputs.user.first_name`; items of arrays have no path of their own. */
export function toInputPaths(values: readonly InputValue[], prefix = '@inputs'): { path: string; kind: InputKind }[] {
  return values
    .filter(({ name }) => name.trim())
    .flatMap(({ name, kind, children }) => {
      const path = `${prefix}.${name.trim()}`;
      return [{ path, kind }, ...(kind === 'object' ? toInputPaths(children, path) : [])];
    });
}
