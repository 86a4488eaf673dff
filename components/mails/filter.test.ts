// biome-ignore-all lint/style/noRestrictedImports: this test asks the server whether it understands the filters
import { expect, test } from 'vitest';
import { toMailQuery, toMailWords, toUnmadeQuery } from '@/components/mails/filter';
import { assertFilter } from '@/db/keyset';
import { mailSource } from '@/db/mail-walk';
import { runSource } from '@/db/run-pages';
import { openPrivateDatabase } from '@/db/testing';
import { parseRql } from '@/lib/rql/parse';

const NOW = Date.UTC(2026, 4, 17);
const NONE = { q: null, status: null, template: null, time: null };
const ALL = { q: 'a "b" (c)', status: 'failed', template: 'good, bye', time: { recent: '24h' } } as const;

test('a filter that asks for nothing is empty', () => {
  expect(toMailQuery(NONE, NOW)).toBe('');
});

test('the server understands every filter', async () => {
  const db = await openPrivateDatabase();
  for (const [source, query] of [
    [mailSource, toMailQuery(ALL, NOW)],
    [runSource, toUnmadeQuery({ ...ALL, template: null }, NOW)],
  ] as const) {
    const { filter } = parseRql(query ?? '');
    if (!filter) throw new Error('nothing is filtered');
    assertFilter(source, filter);
  }
  db.close();
});

test('what never became a mail has no template and no status but failed', () => {
  expect(toUnmadeQuery({ ...NONE, template: 'goodbye' }, NOW)).toBeUndefined();
  expect(toUnmadeQuery({ ...NONE, status: 'sent' }, NOW)).toBeUndefined();
  expect(toUnmadeQuery({ ...NONE, status: 'failed' }, NOW)).toContain('actionType=mail');
});

test('a filter can be said in words', () => {
  expect(toMailWords(NONE)).toBe('mails');
  expect(toMailWords({ ...ALL, q: 'ada@', template: 'goodbye' })).toBe(
    'failed mails of the template goodbye with “ada@” in them from the last 24 hours',
  );
});
