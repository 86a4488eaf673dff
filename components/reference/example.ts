import type { JsonValue } from '@/lib/format/json';
import { type ApiDocument, type Entry, resolveParameter, resolveSchema, type Schema } from './document';

/** Candidates for a string with a pattern; the first that fits is taken. */
const SAMPLES = ['example', 'EN', '5f2b6c1e9d8a4f0012ab34cd', 'index.handler', 'nodejs20.x', 'ada@example.com'];
const BY_FORMAT: Readonly<Record<string, string>> = {
  email: 'ada@example.com',
  uri: 'https://example.com',
  'date-time': '2026-11-23T09:30:00.000Z',
};

/** The smallest value that a schema takes, with what has to be there and no more. */
export function toExample(document: ApiDocument, given: Schema): JsonValue {
  const schema = resolveSchema(document, given);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum?.[0] !== undefined) return schema.enum[0];
  const [branch] = schema.oneOf ?? schema.anyOf ?? [];
  if (branch) return toExample(document, branch);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, toExample(document, schema.properties?.[name] ?? {})]),
      );
    case 'array':
      return schema.items && (schema.minItems ?? 0) > 0 ? [toExample(document, schema.items)] : [];
    case 'string':
      return toSample(schema);
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'boolean':
      return true;
    default:
      return {};
  }
}

function toSample({ pattern, format, minLength = 0 }: Schema): string {
  const known = format === undefined ? undefined : BY_FORMAT[format];
  const fits = (text: string) =>
    text.length >= minLength && (pattern === undefined || new RegExp(pattern, 'u').test(text));
  return known ?? SAMPLES.find(fits) ?? 'example'.padEnd(minLength, '-');
}

/** A shell command that calls an operation; its token comes from the variable TOKEN. */
export function toCurl(document: ApiDocument, { method, path, operation }: Entry, origin: string): string {
  const parameters = (operation.parameters ?? []).map((parameter) => resolveParameter(document, parameter));
  const address = parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce((text, { name, schema }) => text.replace(`{${name}}`, String(toExample(document, schema))), path);
  const body = operation.requestBody?.content?.['application/json']?.schema;
  const lines = [
    `curl -sS${method === 'GET' ? '' : ` -X ${method}`} ${quote(origin + address)}`,
    ...(operation.security.length > 0 ? [`-H "authorization: Bearer $TOKEN"`] : []),
    ...(body
      ? [`-H 'content-type: application/json'`, `--data-binary ${quote(JSON.stringify(toExample(document, body)))}`]
      : []),
  ];
  return lines.join(' \\\n  ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
