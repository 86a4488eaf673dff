import { QueryClient } from '@tanstack/react-query';
import { afterEach, expect, it, vi } from 'vitest';
import { type CheckScope, checkQuery } from '@/components/form/expression-queries';

const asked: { sources: string[]; eventType?: string }[] = [];
vi.stubGlobal('fetch', async (_path: string, { body }: { body: string }) => {
  const request = JSON.parse(body) as (typeof asked)[number];
  asked.push(request);
  const results = request.sources.map((source) => ({ marks: [], example: source.toUpperCase() }));
  return Response.json({ events: 1, results });
});
afterEach(() => {
  asked.length = 0;
});

const check = (sources: readonly string[], scope: CheckScope = { scope: 'action' }) => {
  const client = new QueryClient();
  return Promise.all(sources.map((source) => client.fetchQuery(checkQuery(scope, source))));
};

it('texts that are checked at once share a request, and each gets its own result', async () => {
  const results = await check(['{{a}}', '{{b}}', '{{a}}']);
  expect(results.map(({ source, example }) => [source, example])).toEqual([
    ['{{a}}', '{{A}}'],
    ['{{b}}', '{{B}}'],
    ['{{a}}', '{{A}}'],
  ]);
  expect(asked.map(({ sources }) => sources)).toEqual([['{{a}}', '{{b}}']]);
});

it('texts about different events do not', async () => {
  await Promise.all([check(['{{a}}'], { eventType: 'x' }), check(['{{a}}'], { eventType: 'y' })]);
  expect(asked.map(({ eventType }) => eventType)).toEqual(['x', 'y']);
});

it('a request carries at most 200 texts', async () => {
  await check(Array.from({ length: 450 }, (_, n) => `{{a${n}}}`));
  expect(asked.map(({ sources }) => sources.length)).toEqual([200, 200, 50]);
});
