import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RqlNode } from '@/lib/rql/schema';
import { eventSource } from './event-walk';
import { collectPage, countMatching, type KeysetSource } from './keyset';
import { matchedEvent, openPrivateDatabase, type PrivateDatabase, storeEvents } from './testing';

const EVENTS = 6_000;

let db: PrivateDatabase;
beforeEach(async () => {
  db = await openPrivateDatabase();
});
afterEach(() => db.close());

const value = (text: string) => ({ type: 'string' as const, text, value: text });

/** How many times a page asks the database. */
async function countLooks(filter: RqlNode) {
  let looks = 0;
  const counting: KeysetSource = {
    ...eventSource,
    ids: (query) => {
      looks++;
      return eventSource.ids(query);
    },
  };
  const query = { filter, sort: [], limit: 5, offset: undefined, select: undefined, skipCount: false };
  return { ...(await collectPage(counting, query)), looks };
}

it('begins a page where the one before it ended, and finds rows by their ids, without a look at all the others', async () => {
  const stored = await storeEvents(Array.from({ length: EVENTS }, () => matchedEvent()));
  const ids = stored.map((event) => event.id);
  const [first = '', second = '', third = ''] = ids;
  const older = await countLooks({ op: 'lt', path: ['id'], value: value(third) });
  expect(older).toEqual({ ids: [second, first], looks: 2 });
  const newer = await countLooks({ op: 'gt', path: ['id'], value: value(ids.at(-3) ?? '') });
  expect(newer).toEqual({ ids: ids.slice(-2).toReversed(), looks: 2 });
  const named = await countLooks({ op: 'in', path: ['id'], values: [value(first), value(ids.at(-1) ?? '')] });
  expect(named).toEqual({ ids: [ids.at(-1), first], looks: 2 });
});

const eq = (field: string, text: string): RqlNode => ({ op: 'eq', path: [field], value: value(text) });

it('walks along the condition that selects fewer rows, and finds all that satisfy both', async () => {
  const busy = await storeEvents(Array.from({ length: EVENTS }, () => matchedEvent([], { type: 'busy' })));
  const rare = await storeEvents(Array.from({ length: 3 }, () => matchedEvent([], { type: 'busy', source: 'rare' })));
  const both: RqlNode = { op: 'and', args: [eq('type', 'busy'), eq('source', 'rare')] };
  const page = await countLooks(both);
  expect(page.ids).toEqual(rare.map((event) => event.id).toReversed());
  expect(page.looks).toBeLessThan(6);
  expect(await countMatching(eventSource, both, 1_000)).toEqual({ count: 3, complete: true });
  const type = await countMatching(eventSource, eq('type', 'busy'), 1_000);
  expect(type).toEqual({ count: busy.length + rare.length, complete: true });
});
