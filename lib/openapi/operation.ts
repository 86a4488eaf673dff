import { z } from 'zod';
import { ObjectId } from '@/lib/format/object-id';
import { isSpecial } from '@/lib/http/door';
import type { RouteEntry, RoutePermission } from '@/lib/http/registry/route-entry';
import { refusalCodes, refusalResponses } from './refusals';
import type { JsonSchema, SchemaCollector } from './schemas';

const RQL_PARAMETER = { $ref: '#/components/parameters/Rql' };
const SIGNED_IN = [{ bearer: [] }, { oauth1: [] }, { session: [] }];

/** One operation of the document, made from its entry in the registry. */
export function toOperation(method: string, path: string, entry: RouteEntry, schemas: SchemaCollector): JsonSchema {
  const parameters = [...pathParameters(path, entry, schemas), ...queryParameters(entry, schemas)];
  return {
    operationId: toOperationId(method, path),
    summary: entry.summary,
    ...(entry.description ? { description: entry.description } : {}),
    tags: [tagOf(path)],
    'x-permission': describePermission(entry.permission),
    security: toSecurity(entry.permission),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(entry.body ? { requestBody: toRequestBody(entry.body, schemas) } : {}),
    responses: { ...toSuccesses(entry, schemas), ...refusalResponses(refusalCodes(path, entry)) },
  };
}

/** `dispatchers/v1`, `api/v1`; what stands alone is of the server itself. */
export function tagOf(path: string): string {
  const [, first = '', second = ''] = path.split('/');
  if (/^v\d+$/.test(second)) return `${first}/${second}`;
  return first === 'webhooks' ? 'webhooks' : 'server';
}

/** In words: who may call. */
export function describePermission(permission: RoutePermission): string {
  if (permission === 'public') return 'anyone';
  if (permission === 'signedIn') return 'any signed-in caller';
  if (permission === 'consumer') return 'an application that signs with its OAuth1 consumer';
  if (typeof permission === 'string') return permission;
  if (!isSpecial(permission)) return permission.join(' and ');
  const { permission: name, or } = permission;
  return {
    named: `${name} or ${name}:{name}`,
    function: `${name} or ${name}:{name}, unless the function's permission mode opens it`,
    signature: `the source's signature, or a token with ${name}`,
  }[or];
}

function toSecurity(permission: RoutePermission): JsonSchema[] {
  if (permission === 'public') return [];
  if (permission === 'consumer') return [{ oauth1: [] }];
  if (!isSpecial(permission) || permission.or === 'named') return SIGNED_IN;
  return permission.or === 'signature' ? [{ webhookSignature: [] }, { bearer: [] }] : [...SIGNED_IN, {}];
}

function pathParameters(path: string, entry: RouteEntry, schemas: SchemaCollector): JsonSchema[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: schemas.add(entry.params?.[name] ?? ObjectId, 'input'),
  }));
}

function queryParameters({ query }: RouteEntry, schemas: SchemaCollector): JsonSchema[] {
  if (query === undefined) return [];
  if (query === 'rql') return [RQL_PARAMETER];
  return Object.entries(query.shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !z.safeParse(schema, undefined).success,
    schema: schemas.add(schema as z.ZodType, 'input'),
  }));
}

function toRequestBody(body: z.ZodType, schemas: SchemaCollector): JsonSchema {
  return { required: true, content: { 'application/json': { schema: schemas.add(body, 'input') } } };
}

function toSuccesses(entry: RouteEntry, schemas: SchemaCollector): Record<string, JsonSchema> {
  const schema = schemas.add(entry.answer, 'output');
  const content = { [entry.media ?? 'application/json']: { schema } };
  return Object.fromEntries((entry.statuses ?? [200]).map((status) => [status, { description: 'Success', content }]));
}

/** `PUT /dispatchers/v1/{id}/actions/{actionId}` → `putDispatchersV1ByIdActionsByActionId`. */
function toOperationId(method: string, path: string): string {
  const words = path.split(/[/.-]/).filter(Boolean);
  const parts = words.map((word) => {
    const name = /^\{(\w+)\}$/.exec(word)?.[1];
    return name === undefined ? capital(word) : `By${capital(name)}`;
  });
  return method.toLowerCase() + parts.join('');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
