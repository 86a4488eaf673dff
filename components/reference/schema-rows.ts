import { type ApiDocument, refName, resolveSchema, type Schema } from './document';

/** One line of a schema: a field, or an element of a list. */
export interface SchemaRow {
  /** `actions[].recipients.to`; empty for the value itself. */
  path: string;
  type: string;
  required: boolean;
  /** Bounds, the default, and what the field is. */
  note: string;
}

const MAX_DEPTH = 4;
/** JSON of any form: nothing in it can be listed. */
const ANY = 'Json';

/** A schema as lines, down to a depth; where it contains itself, the name of the schema stands for the rest. */
export function toSchemaRows(document: ApiDocument, schema: Schema): SchemaRow[] {
  return walk(document, schema, { path: '', required: true, seen: [] });
}

interface Place {
  path: string;
  required: boolean;
  /** Names of the schemas that this one lies in. */
  seen: readonly string[];
}

function walk(document: ApiDocument, given: Schema, place: Place): SchemaRow[] {
  const name = refName(given);
  const schema = resolveSchema(document, given);
  const row = {
    path: place.path,
    type: typeName(document, given),
    required: place.required,
    note: toNote(schema, given),
  };
  const own = place.path === '' && schema.properties ? [] : [row];
  const ends = name === ANY || (name !== undefined && place.seen.includes(name)) || depthOf(place.path) >= MAX_DEPTH;
  if (ends) return own;
  const seen = name === undefined ? place.seen : [...place.seen, name];
  return [...own, ...children(document, schema, { ...place, seen })];
}

function children(document: ApiDocument, schema: Schema, place: Place): SchemaRow[] {
  const fields = Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    walk(document, field, {
      path: place.path ? `${place.path}.${name}` : name,
      required: schema.required?.includes(name) === true,
      seen: place.seen,
    }),
  );
  const branches = (schema.oneOf ?? schema.anyOf ?? []).filter((branch) =>
    isStructured(resolveSchema(document, branch)),
  );
  const options = branches.flatMap((branch) => children(document, resolveSchema(document, branch), place));
  const list = schema.items && isStructured(resolveSchema(document, schema.items));
  const elements = list && schema.items ? inner(document, schema.items, place) : [];
  return unique([...fields, ...options, ...elements]);
}

/** The fields of a list's elements, as `list[].field`. */
function inner(document: ApiDocument, items: Schema, place: Place): SchemaRow[] {
  const name = refName(items);
  if (name !== undefined && place.seen.includes(name)) return [];
  const seen = name === undefined ? place.seen : [...place.seen, name];
  return children(document, resolveSchema(document, items), { ...place, path: `${place.path}[]`, seen });
}

function isStructured({ properties, items, oneOf, anyOf }: Schema): boolean {
  return Boolean(properties ?? items ?? oneOf ?? anyOf);
}

/** Fields that several forms share stand once. */
function unique(rows: SchemaRow[]): SchemaRow[] {
  const seen = new Map<string, SchemaRow>();
  for (const row of rows) {
    const known = seen.get(row.path);
    if (!known) seen.set(row.path, row);
    else if (known.type !== row.type) seen.set(row.path, { ...known, type: `${known.type} | ${row.type}` });
  }
  return [...seen.values()];
}

function depthOf(path: string): number {
  return path === '' ? 0 : path.split('.').length;
}

/** In one or two words: `string`, `Action[]`, `"mail" | "task"`. */
export function typeName(document: ApiDocument, schema: Schema): string {
  const name = refName(schema);
  if (name !== undefined) return name === ANY ? 'any JSON' : name;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const branches = schema.oneOf ?? schema.anyOf;
  if (branches) return [...new Set(branches.map((branch) => typeName(document, branch)))].join(' | ');
  if (schema.type === 'array') return listName(document, schema);
  if (schema.type === 'object' && !schema.properties && typeof schema.additionalProperties === 'object') {
    return `name → ${typeName(document, schema.additionalProperties)}`;
  }
  return schema.format ? `${schema.type} (${schema.format})` : (schema.type ?? 'any JSON');
}

function listName(document: ApiDocument, { items, prefixItems }: Schema): string {
  if (prefixItems) return `[${prefixItems.map((item) => typeName(document, item)).join(', ')}]`;
  const element = items ? typeName(document, items) : 'any JSON';
  return element.includes(' ') ? `(${element})[]` : `${element}[]`;
}

function toNote(schema: Schema, given: Schema): string {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = schema;
  const parts = [
    given.description ?? schema.description,
    schema.default === undefined ? undefined : `default ${JSON.stringify(schema.default)}`,
    range(minLength, maxLength, 'characters'),
    range(minItems, maxItems, 'elements'),
    range(bound(minimum), bound(maximum), ''),
  ];
  return parts.filter(Boolean).join(' · ');
}

/** The bounds of every whole number say nothing. */
function bound(value: number | undefined): number | undefined {
  return value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
}

function range(min: number | undefined, max: number | undefined, unit: string): string | undefined {
  const from = min === undefined || (min === 0 && unit !== '') ? '' : String(min);
  if (from === '' && max === undefined) return undefined;
  const text =
    max === undefined ? `from ${from}` : from === '' ? `at most ${max}` : min === max ? from : `${from} to ${max}`;
  return `${text} ${unit}`.trim();
}
