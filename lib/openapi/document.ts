import { listRoutes } from '@/lib/http/registry/routes';
import { tagOf, toOperation } from './operation';
import { ERROR_SCHEMA } from './refusals';
import { createSchemaCollector, type JsonSchema } from './schemas';

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  openapi: '3.1.1';
  info: JsonSchema;
  servers: JsonSchema[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, JsonSchema>>;
  components: Record<string, Record<string, JsonSchema>>;
}

const TAGS: Readonly<Record<string, string>> = {
  'dispatchers/v1': 'Which mails and tasks must follow which event.',
  'events/v1': 'What happened. Posting here and posting to a webhook are the same act.',
  webhooks: 'Where other systems report what happened, signed.',
  'templates/v2': 'Texts with holes that an event fills.',
  'localizations/v1': 'Texts in several languages, which templates refer to.',
  'mail/v1': 'Mails: sending, the queue, and what became of them.',
  'tasks/v1': 'Tasks, the functions that they run, and schedules.',
  'auth/v2': 'Tokens for services.',
  'users/v1': 'Who is calling.',
  'api/v1': 'What only the console and operators need. Not part of the public contract.',
  server: 'The server itself.',
};

const RQL_DESCRIPTION =
  'The query string is a query in RQL: `eq ne gt ge lt le (field,value)`, `in out (field,v1,v2,…)`, `like(field,text)`, `contains excludes (field[,condition])`, `and or (…)`, `limit(n[,offset])` (20 unless asked, at most 50), `sort(field|-field,…)`, `select(field,…)`, `skipCount()`; joined by `&`. Shorthands: `field=value`, `field>=value`, `field=ge=value`.';

const SECURITY_SCHEMES: Record<string, JsonSchema> = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'An OAuth2 access token from `POST /auth/v2/oauth2/tokens`, or an API token.',
  },
  oauth1: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'OAuth 1.0 (RFC 5849), HMAC-SHA1, in the Authorization header.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'dispatchers-session',
    description:
      'The console’s own session; over HTTPS the cookie is named `__Host-dispatchers-session`. Changes are accepted from the console’s own pages only.',
  },
  webhookSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description:
      'Standard Webhooks: HMAC-SHA256 over `webhook-id.webhook-timestamp.body` with the secret of the source.',
  },
};

/** Describes every operation of the registry, with the very schemas that parse and produce its JSON. */
export function createOpenApiDocument(publicUrl: string): OpenApiDocument {
  const schemas = createSchemaCollector();
  const paths: OpenApiDocument['paths'] = {};
  for (const { method, path, entry } of listRoutes()) {
    paths[path] = { ...paths[path], [method.toLowerCase()]: toOperation(method, path, entry, schemas) };
  }
  const used = new Set(Object.keys(paths).map(tagOf));
  return {
    openapi: '3.1.1',
    info: {
      title: 'Dispatchers',
      version: '1',
      summary: 'Events come in, mails and tasks go out.',
      description:
        'A path may end with a slash. Ids are 24 lower-case hex characters. Times may be sent as ISO 8601 or epoch milliseconds. Unknown keys of a body are ignored unless said otherwise. With `select(…)` in a query, list items carry the selected fields only.',
    },
    servers: [{ url: publicUrl }],
    tags: Object.entries(TAGS).flatMap(([name, description]) => (used.has(name) ? [{ name, description }] : [])),
    paths,
    components: {
      schemas: { ...schemas.components, Error: ERROR_SCHEMA },
      responses: {
        Error: {
          description: 'Any other refusal, in the same form: 405, 413, 415, 422, 429, 500, 503',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
        },
      },
      parameters: {
        Rql: {
          name: 'rql',
          in: 'query',
          description: RQL_DESCRIPTION,
          style: 'form',
          explode: true,
          schema: { type: 'object', additionalProperties: { type: 'string' } },
        },
      },
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}
