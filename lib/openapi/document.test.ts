import { validate } from '@readme/openapi-parser';
import { describe, expect, test } from 'vitest';
import { listRoutes } from '@/lib/http/registry/routes';
import { createOpenApiDocument } from './document';

const document = createOpenApiDocument('https://dispatchers.test');

/** Every `$ref` in it. */
function listRefs(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = '$ref' in node ? [String(node.$ref)] : [];
  return [...own, ...Object.values(node).flatMap(listRefs)];
}

describe('the OpenAPI document', () => {
  test('is valid OpenAPI 3.1 to an independent parser', async () => {
    const result = await validate(structuredClone(document) as unknown as Parameters<typeof validate>[0]);
    expect(result).toMatchObject({ valid: true, warnings: [] });
  });

  test('describes every operation of the registry and no other', () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(
      listRoutes()
        .map(({ key }) => key as string)
        .sort(),
    );
  });

  test('names the permission of every operation', () => {
    for (const methods of Object.values(document.paths)) {
      for (const operation of Object.values(methods)) expect(operation['x-permission']).toMatch(/\w/);
    }
    expect(document.paths['/dispatchers/v1']?.post?.['x-permission']).toBe('CREATE_DISPATCHERS');
  });

  test('gives every operation an id of its own and a tag that is described', () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    const tags = new Set(document.tags.map(({ name }) => name));
    for (const { tags: own } of operations) expect(tags).toContain((own as string[])[0]);
  });

  test('refers only to components that are there, and holds none that nobody refers to', () => {
    const used = new Set(listRefs(document).map((ref) => ref.split('/').at(-1) ?? ''));
    const there = new Set([...Object.keys(document.components.schemas ?? {}), 'Error', 'Rql']);
    expect([...used].filter((name) => !there.has(name))).toEqual([]);
    expect([...there].filter((name) => !used.has(name))).toEqual([]);
  });

  test('leaves fields with a default out of what a body must have, and answers nothing that it does not name', () => {
    const dispatcher = document.components.schemas?.Dispatcher;
    expect(dispatcher?.additionalProperties).toBe(false);
    const body = document.paths['/dispatchers/v1']?.post?.requestBody as {
      content: { 'application/json': { schema: { required: string[] } } };
    };
    expect(body.content['application/json'].schema.required).toEqual(['eventType']);
  });
});
