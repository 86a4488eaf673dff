import values from './values.json' with { type: 'json' };

/** A JSON Schema, as the OpenAPI document holds it. */
export type Schema = { [key: string]: unknown };
export type Resolve = (schema: Schema) => Schema;
type Path = readonly (string | number)[];

const LONG = [
  'x'.repeat(300),
  'x'.repeat(70_000),
  '💥'.repeat(20_000),
  `${'a'.repeat(50_000)}@example.com`,
  '{{'.repeat(9_000),
];
/** Stands where a test puts something of its own. */
export const PLACE = 'PLACE';
const WRONG_VALUES: readonly unknown[] = [
  ...values.strings,
  ...values.times,
  ...values.numbers,
  ...values.others,
  ...LONG,
  PLACE,
];
const MAX_DEPTH = 5;

/** Candidates for a string with a pattern; the first that fits is taken. */
const SAMPLES = [
  'a',
  'EN',
  'name',
  'user@example.com',
  '5f2b6c1e9d8a4f0012ab34cd',
  'index.handler',
  'nodejs20.x',
  'https://example.com/hook',
  'eu-west-1',
  `whsec_${'A'.repeat(32)}`,
  '2026-11-23T09:30:00.000Z',
  'a long enough password',
  'arn:aws:lambda',
];

/** The smallest value that a schema accepts. */
export function minimal(given: Schema, resolve: Resolve): unknown {
  const schema = resolve(given);
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const branch = branches(schema)[0];
  if (branch) return minimal(branch, resolve);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        ((schema.required ?? []) as string[]).map((name) => [name, minimal(properties(schema)[name] ?? {}, resolve)]),
      );
    case 'array':
      return elements(schema, Number(schema.minItems ?? 0)).map((element) => minimal(element, resolve));
    case 'string':
      return sampleString(schema);
    case 'integer':
    case 'number':
      return Math.max(1, Number(schema.minimum ?? 1));
    case 'boolean':
      return true;
    default:
      return null;
  }
}

function sampleString({ pattern, minLength = 0 }: Schema): string {
  const fits = (text: string) =>
    text.length >= Number(minLength) && (pattern === undefined || new RegExp(String(pattern), 'u').test(text));
  return SAMPLES.find(fits) ?? 'a'.repeat(Number(minLength));
}

function branches(schema: Schema): Schema[] {
  return (schema.oneOf ?? schema.anyOf ?? []) as Schema[];
}

/** The schemas of a list's elements: those of a tuple, else as many of the one for all as asked for. */
function elements({ prefixItems, items }: Schema, count: number): Schema[] {
  if (Array.isArray(prefixItems)) return prefixItems as Schema[];
  return Array.from({ length: count }, () => (items ?? {}) as Schema);
}

function minimalList(schema: Schema, resolve: Resolve): unknown[] {
  return elements(schema, 1).map((element) => minimal(element, resolve));
}

function properties(schema: Schema): Record<string, Schema> {
  return (schema.properties ?? {}) as Record<string, Schema>;
}

/** A value in which one place holds what does not belong there. */
export interface Mutant {
  /** Where, and what. */
  name: string;
  value: unknown;
}

/** Every place of a schema with every wrong value, and without each field that must be there. Some may be valid by chance. */
export function listMutants(schema: Schema, resolve: Resolve): Mutant[] {
  return listPlaces(schema, resolve, []).flatMap(({ base, path }) => [
    ...WRONG_VALUES.map((wrong) => ({ name: `${path.join('.')} = ${show(wrong)}`, value: put(base, path, wrong) })),
    { name: `${path.join('.')} is missing`, value: toSent(put(base, path, undefined)) },
  ]);
}

/** What arrives: JSON leaves out what is undefined, and in a list makes it null. */
function toSent(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

interface Place {
  /** A value in which the place is there. */
  base: unknown;
  path: Path;
}

/** Every field and element, down the branches, with a valid value around it. */
function listPlaces(
  given: Schema,
  resolve: Resolve,
  path: Path,
  around: (inner: unknown) => unknown = (inner) => inner,
): Place[] {
  const schema = resolve(given);
  if (path.length > MAX_DEPTH) return [];
  const options = branches(schema);
  if (options.length > 0) return options.flatMap((option) => listPlaces(option, resolve, path, around));
  const own = minimal(schema, resolve);
  const here: Place[] = path.length > 0 ? [{ base: around(own), path }] : [];
  if (schema.type === 'array') {
    const inner = elements(schema, 1).map((element, index) =>
      listPlaces(element, resolve, [...path, index], (value) =>
        around(put(minimalList(schema, resolve), [index], value)),
      ),
    );
    return [...here, ...inner.flat()];
  }
  const fields = Object.entries(properties(schema)).flatMap(([name, field]) =>
    listPlaces(field, resolve, [...path, name], (inner) => around({ ...(own as object), [name]: inner })),
  );
  return [...here, ...fields];
}

function put(base: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(base)) return base.map((item, index) => (index === key ? put(item, rest, value) : item));
  const record = { ...(base as Record<string, unknown>) };
  record[key] = put(record[key], rest, value);
  return record;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}… (${text.length})` : text;
}
