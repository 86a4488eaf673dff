// biome-ignore-all lint/style/noRestrictedImports: this test asks the server whether it understands the filters
import { expect, test } from 'vitest';
import { toTaskQuery, toTaskWords } from '@/components/tasks/filter';
import { assertFilter } from '@/db/keyset';
import { taskSource } from '@/db/task-walk';
import { openPrivateDatabase } from '@/db/testing';
import { parseRql } from '@/lib/rql/parse';

const NOW = Date.UTC(2026, 4, 17);
const NONE = { q: null, status: null, function: null, tag: null, time: null };
const ALL = { q: 'a "b" (c)', status: 'inProgress', function: 'erase', tag: 'x,y', time: { recent: '1h' } } as const;

test('a filter that asks for nothing is empty', () => {
  expect(toTaskQuery(NONE, NOW)).toBe('');
});

test('the server understands every filter', async () => {
  const db = await openPrivateDatabase();
  const { filter } = parseRql(toTaskQuery(ALL, NOW));
  if (!filter) throw new Error('nothing is filtered');
  assertFilter(taskSource, filter);
  db.close();
});

test('a filter can be said in words', () => {
  expect(toTaskWords(NONE)).toBe('tasks');
  expect(toTaskWords({ ...ALL, q: 'ada', tag: 'gdpr' })).toBe(
    'in progress tasks of erase tagged gdpr with “ada” in their data from the last hour',
  );
});
