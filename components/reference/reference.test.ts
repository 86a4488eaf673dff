import { describe, expect, test } from 'vitest';
import { type ApiDocument, type Entry, listServices, type Operation } from './document';
import { toCurl, toExample } from './example';
import { toSchemaRows, typeName } from './schema-rows';

const operation = (over: Partial<Operation> = {}): Operation => ({
  operationId: 'postThings',
  summary: 'Create a thing',
  tags: ['things/v1'],
  'x-permission': 'CREATE_THINGS',
  security: [{ bearer: [] }],
  responses: {},
  ...over,
});

const document: ApiDocument = {
  info: { title: 'Things', description: '' },
  servers: [{ url: 'https://things.test' }],
  tags: [
    { name: 'things/v1', description: 'Things.' },
    { name: 'empty/v1', description: 'Nothing.' },
  ],
  paths: {
    '/things/v1': { post: operation(), get: operation({ operationId: 'getThings', summary: 'List things' }) },
  },
  components: {
    parameters: {},
    schemas: {
      Tree: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
        },
        required: ['name'],
      },
      Json: { anyOf: [{ type: 'string' }, { type: 'array', items: { $ref: '#/components/schemas/Json' } }] },
    },
  },
};

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const rows = (schema: object) => toSchemaRows(document, schema).map(({ path, type }) => [path, type]);

describe('listServices', () => {
  test('groups operations by service and leaves out services without any', () => {
    expect(listServices(document, '').map(({ name, entries }) => [name, entries.length])).toEqual([['things/v1', 2]]);
  });

  test('finds what holds every word, in path, permission and summary alike', () => {
    const found = (search: string) =>
      listServices(document, search).flatMap(({ entries }) => entries.map(({ method }) => method));
    expect(found('list THINGS')).toEqual(['GET']);
    expect(found('create_things post')).toEqual(['POST']);
    expect(found('nothing')).toEqual([]);
  });
});

describe('toSchemaRows', () => {
  test('lists fields, also of objects in lists, by their path', () => {
    const schema = {
      type: 'object',
      properties: { list: { type: 'array', items: { type: 'object', properties: { a: { type: 'string' } } } } },
    };
    expect(rows(schema)).toEqual([
      ['list', 'object[]'],
      ['list[].a', 'string'],
    ]);
  });

  test('ends where a schema contains itself', () => {
    expect(rows(ref('Tree'))).toEqual([
      ['name', 'string'],
      ['children', 'Tree[]'],
    ]);
  });

  test('does not look into what may be any JSON', () => {
    expect(rows({ type: 'object', properties: { data: ref('Json') } })).toEqual([['data', 'any JSON']]);
  });

  test('joins the fields of several forms', () => {
    const form = (kind: string, field: string) => ({
      type: 'object',
      properties: { kind: { const: kind }, [field]: { type: 'string' } },
    });
    expect(rows({ oneOf: [form('a', 'x'), form('b', 'y')] })).toEqual([
      ['', 'object'],
      ['kind', '"a" | "b"'],
      ['x', 'string'],
      ['y', 'string'],
    ]);
  });

  test('says what must be there, bounds and defaults', () => {
    const schema = {
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 128 },
        limit: { type: 'integer', minimum: 1, maximum: 50, default: 20 },
        any: { type: 'integer', minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
      },
      required: ['name'],
    };
    expect(toSchemaRows(document, schema).map(({ required, note }) => [required, note])).toEqual([
      [true, '1 to 128 characters'],
      [false, 'default 20 · 1 to 50'],
      [false, ''],
    ]);
  });

  test('names tuples, maps and formats', () => {
    expect(typeName(document, { type: 'array', prefixItems: [{ type: 'string' }], items: false })).toBe('[string]');
    expect(typeName(document, { type: 'object', additionalProperties: { type: 'number' } })).toBe('name → number');
    expect(typeName(document, { type: 'string', format: 'date-time' })).toBe('string (date-time)');
  });
});

describe('toExample', () => {
  test('holds what must be there, of the first form', () => {
    const schema = {
      oneOf: [
        {
          type: 'object',
          properties: {
            kind: { const: 'mail' },
            to: { type: 'array', minItems: 1, items: { type: 'string', format: 'email' } },
            id: { type: 'string', pattern: '^[0-9a-f]{24}$' },
            maybe: { type: 'string' },
          },
          required: ['kind', 'to', 'id'],
        },
      ],
    };
    expect(toExample(document, schema)).toEqual({
      kind: 'mail',
      to: ['ada@example.com'],
      id: '5f2b6c1e9d8a4f0012ab34cd',
    });
  });
});

describe('toCurl', () => {
  const entry = (method: string, path: string, over: Partial<Operation> = {}): Entry => ({
    method,
    path,
    operation: operation(over),
  });

  test('sends a token where one is asked for, and fills the path', () => {
    const parameters = [{ name: 'id', in: 'path' as const, schema: { type: 'string', pattern: '^[0-9a-f]{24}$' } }];
    expect(toCurl(document, entry('DELETE', '/things/v1/{id}', { parameters }), 'https://things.test')).toBe(
      `curl -sS -X DELETE 'https://things.test/things/v1/5f2b6c1e9d8a4f0012ab34cd' \\\n  -H "authorization: Bearer $TOKEN"`,
    );
  });

  test('sends no token where anyone may call, and quotes the body for a shell', () => {
    const schema = { type: 'object', properties: { name: { const: "it's" } }, required: ['name'] };
    const requestBody = { content: { 'application/json': { schema } } };
    expect(toCurl(document, entry('POST', '/things/v1', { security: [], requestBody }), 'https://things.test')).toBe(
      `curl -sS -X POST 'https://things.test/things/v1' \\\n  -H 'content-type: application/json' \\\n  --data-binary '{"name":"it'\\''s"}'`,
    );
  });
});
