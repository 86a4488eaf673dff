import type { JsonValue } from '@/lib/format/json';

/** A JSON Schema, as far as the reference shows it. */
export interface Schema {
  $ref?: string;
  type?: string;
  description?: string;
  format?: string;
  pattern?: string;
  const?: JsonValue;
  enum?: JsonValue[];
  default?: JsonValue;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema | false;
  prefixItems?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

export interface Parameter {
  $ref?: string;
  name: string;
  in: 'path' | 'query';
  required?: boolean;
  description?: string;
  schema: Schema;
}

interface Content {
  content?: Record<string, { schema: Schema }>;
}

export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  'x-permission': string;
  security: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: Content;
  responses: Record<string, Content & { description?: string; $ref?: string }>;
}

/** `/openapi.json`, as far as the reference shows it. */
export interface ApiDocument {
  info: { title: string; description: string };
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; parameters: Record<string, Parameter> };
}

/** An operation with its method (in capitals) and path. */
export interface Entry {
  method: string;
  path: string;
  operation: Operation;
}

/** All operations, by service, in the order of the document; those only that hold every word of `search`. */
export function listServices(
  document: ApiDocument,
  search: string,
): { name: string; description: string; entries: Entry[] }[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const entries = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  const found = entries.filter((entry) => words.every((word) => toText(entry).includes(word)));
  return document.tags
    .map((tag) => ({ ...tag, entries: found.filter(({ operation }) => operation.tags.includes(tag.name)) }))
    .filter((service) => service.entries.length > 0);
}

function toText({ method, path, operation }: Entry): string {
  return [method, path, operation.summary, operation['x-permission'], operation.description].join(' ').toLowerCase();
}

/** The schema that a reference stands for; a schema that is none is its own. */
export function resolveSchema(document: ApiDocument, schema: Schema): Schema {
  const name = refName(schema);
  return name === undefined ? schema : (document.components.schemas[name] ?? {});
}

export function resolveParameter(document: ApiDocument, parameter: Parameter): Parameter {
  const name = refName(parameter);
  return name === undefined ? parameter : (document.components.parameters[name] ?? parameter);
}

/** `#/components/schemas/Dispatcher` → `Dispatcher`. */
export function refName({ $ref }: { $ref?: string }): string | undefined {
  return $ref?.split('/').at(-1);
}
