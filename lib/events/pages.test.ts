import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAside } from '@/db/aside';
import { attachAside, readAside } from '@/db/client';
import { pageEvents } from '@/db/event-pages';
import { matchedEvent, openPrivateDatabase, type PrivateDatabase, storeEvents } from '@/db/testing';
import { parseRql } from '@/lib/rql/parse';

const NOW = Date.UTC(2026, 10, 24, 12);
/** Events get their ids in this order; their times lie up to a minute before. */
const SECONDS_BEFORE = [0, 40, 10, 55, 5, 30, 20, 50];

let db: PrivateDatabase;
beforeEach(async () => {
  db = await openPrivateDatabase();
  for (const [index, seconds] of SECONDS_BEFORE.entries()) {
    await storeEvents([matchedEvent([], { receivedAt: NOW + index * 20_000 - seconds * 1_000 })]);
  }
});
afterEach(() => db.close());

async function timesOf(query: string): Promise<number[]> {
  const { data } = await pageEvents(parseRql(query), query);
  return data.map((event) => event.creationTimestamp - NOW);
}

const ALL = SECONDS_BEFORE.map((seconds, index) => index * 20_000 - seconds * 1_000).sort((a, b) => a - b);

describe.each(['its own connection', 'a thread aside'])('a page of a large table, read through %s', (reader) => {
  beforeEach(() => {
    if (reader === 'a thread aside') attachAside((file) => createAside(path.resolve('db/read-aside.mjs'), file));
  });

  it('sorted by time has the rows of that place, though their ids have another order', async () => {
    for (let offset = 0; offset < ALL.length; offset++) {
      const page = `limit(2,${offset})`;
      expect(await timesOf(`sort(creation_timestamp)&${page}`)).toEqual(ALL.slice(offset, offset + 2));
      expect(await timesOf(`sort(-creation_timestamp)&${page}`)).toEqual(ALL.toReversed().slice(offset, offset + 2));
    }
  });

  it('of a range of times has every row in it, and says how many', async () => {
    const [from, to] = [ALL[2] ?? 0, ALL[5] ?? 0].map((at) => new Date(NOW + at).toISOString());
    const query = `ge(creation_timestamp,${from})&le(creation_timestamp,${to})&sort(creation_timestamp)`;
    expect(await timesOf(query)).toEqual(ALL.slice(2, 6));
    expect((await pageEvents(parseRql(query), query)).page.total).toBe(4);
  });

  it('says what SQLite says when it cannot be read, and goes on', async () => {
    await expect(readAside([{ sql: 'SELECT id FROM nowhere', params: [] }])).rejects.toThrow(/nowhere/);
    expect(await readAside([{ sql: 'SELECT count(*) FROM events WHERE type <> ?', params: [''] }])).toEqual([[[8]]]);
  });
});
