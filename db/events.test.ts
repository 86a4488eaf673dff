import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonValue } from '@/lib/format/json';
import { database } from './client';
import { listEventTypes } from './event-types';
import { findEvent, type MatchedEvent, noRuns, withFates } from './events';
import { listRunsOfEvent } from './runs';
import { events } from './schema/events';
import { runs } from './schema/runs';
import {
  matchedEvent,
  NOW,
  newListener,
  only,
  openPrivateDatabase,
  type PrivateDatabase,
  pageOfEvents,
  storeEvent,
  storeEvents,
  storePlannedRuns,
} from './testing';

let db: PrivateDatabase;
beforeEach(async () => {
  db = await openPrivateDatabase();
});
afterEach(() => db.close());

describe('storing an event', () => {
  it('stores it with all the runs that it triggers, in the order of the actions', async () => {
    const listener = await newListener();
    const id = await storeEvent(matchedEvent([listener]));
    expect(await findEvent(id)).toMatchObject({ id, type: listener.eventType, runCount: 2, outcome: 'matched' });
    const stored = await listRunsOfEvent(id);
    expect(stored.map((run) => [run.actionId, run.actionType, run.status])).toEqual(
      listener.actions.map((action) => [action.id, action.type, 'pending']),
    );
  });

  it('stores neither the event nor any run when one of its runs cannot be stored', async () => {
    const listener = await newListener();
    const event = matchedEvent([listener]);
    const broken = {
      ...event,
      runs: event.runs.map((run, i) => (i === 1 ? { ...run, revisionId: 'f'.repeat(24) } : run)),
    };
    await expect(storeEvents([broken])).rejects.toThrow('FOREIGN KEY');
    expect([await database().$count(events), await database().$count(runs)]).toEqual([0, 0]);
  });

  it('stores a batch as one: all of it, or nothing', async () => {
    const unstorable = matchedEvent([], { content: 10n as unknown as JsonValue });
    await expect(storeEvents([matchedEvent(), matchedEvent(), unstorable])).rejects.toThrow('BigInt');
    expect(await database().$count(events)).toBe(0);
  });

  it('keeps content of every kind of JSON as it is', async () => {
    const contents: JsonValue[] = [null, 0, '', 'null', false, [], {}, { a: [null, 'é\u2028', 1e21] }];
    for (const content of contents) {
      expect((await findEvent(await storeEvent(matchedEvent([], { content }))))?.content).toEqual(content);
    }
  });

  it('keeps what caused it', async () => {
    const id = await storeEvent(matchedEvent([], { depth: 2, causeTaskId: 'a'.repeat(24), outcome: 'loop_guard' }));
    expect(await findEvent(id)).toMatchObject({ depth: 2, causeTaskId: 'a'.repeat(24), outcome: 'loop_guard' });
  });
});

describe('the same event twice', () => {
  const keyed = (changes: Partial<MatchedEvent> = {}) => matchedEvent([], { dedupKey: 'default\nid:1', ...changes });

  it('is once: the second is answered with the first one’s id and number of runs', async () => {
    const listener = await newListener();
    const event = keyed({ ...matchedEvent([listener]), dedupKey: 'default\nid:1' });
    const first = only(await storeEvents([event]));
    const second = only(await storeEvents([{ ...event, receivedAt: NOW + 60_000 }]));
    expect(first).toMatchObject({ status: 'stored', runs: 2 });
    expect(second).toEqual({ ...first, status: 'duplicate' });
    expect([await database().$count(events), await database().$count(runs)]).toEqual([1, 2]);
  });

  it('with another body is a conflict, and nothing is stored', async () => {
    const first = only(await storeEvents([keyed()]));
    const second = only(await storeEvents([keyed({ bodyHash: 'another' })]));
    expect(second).toMatchObject({ status: 'conflict', id: first.id });
    expect(await database().$count(events)).toBe(1);
  });

  it('without a key is two events', async () => {
    await storeEvents([matchedEvent(), matchedEvent()]);
    expect(await database().$count(events)).toBe(2);
  });

  it('is still once after a restart', async () => {
    const first = only(await storeEvents([keyed()]));
    await db.reopen();
    expect(only(await storeEvents([keyed()]))).toMatchObject({ status: 'duplicate', id: first.id });
  });

  it('is told apart however arrivals are ordered and batched', async () => {
    const arrival = fc.record({ key: fc.integer({ min: 0, max: 3 }), body: fc.integer({ min: 0, max: 1 }) });
    const batches = fc.array(fc.array(arrival, { minLength: 1, maxLength: 6 }), { maxLength: 6 });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(batches, async (list) => {
        round += 1;
        const known = new Map<number, { body: number; id: string }>();
        for (const batch of list) {
          const results = await storeEvents(
            batch.map(({ key, body }) => keyed({ dedupKey: `${round}\n${key}`, bodyHash: String(body) })),
          );
          results.forEach((result, index) => {
            const { key, body } = batch[index] ?? { key: -1, body: -1 };
            const before = known.get(key);
            const expected = !before ? 'stored' : before.body === body ? 'duplicate' : 'conflict';
            expect(result.status).toBe(expected);
            if (before) expect(result.id).toBe(before.id);
            else known.set(key, { body, id: result.id });
          });
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('looking back at events', () => {
  it('counts for each how many of its runs are in which status', async () => {
    const listener = await newListener();
    const matched = await storeEvent(matchedEvent([listener]));
    const ignored = await storeEvent(matchedEvent());
    const [first] = await listRunsOfEvent(matched);
    const event = await findEvent(matched);
    if (!first || !event) throw new Error('not stored');
    await storePlannedRuns([{ runId: first.id, event, status: 'problem', problems: [] }], NOW);
    const summaries = await withFates([event, ...(await pageOfEvents({ outcome: 'no_dispatcher' })).data]);
    expect(summaries.map((summary) => [summary.id, summary.runs])).toEqual([
      [matched, { ...noRuns(), pending: 1, failed: 1 }],
      [ignored, noRuns()],
    ]);
  });

  it('pages from the newest to the oldest, without a gap or an overlap, while new ones arrive', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 7; i++) ids.push(await storeEvent(matchedEvent([], { receivedAt: NOW + i })));
    const seen: string[] = [];
    let before: string | undefined;
    do {
      const page = await pageOfEvents({}, { limit: 3, before });
      seen.push(...page.data.map((event) => event.id));
      before = page.nextBefore;
      await storeEvent(matchedEvent());
    } while (before !== undefined);
    expect(seen).toEqual(ids.toReversed());
  });

  it('lists those of one type or of one outcome', async () => {
    const listener = await newListener();
    const matched = await storeEvent(matchedEvent([listener]));
    const ignored = await storeEvent(matchedEvent());
    const ids = async (wanted: object) => (await pageOfEvents(wanted)).data.map((event) => event.id);
    expect(await ids({ type: listener.eventType })).toEqual([matched]);
    expect(await ids({ outcome: 'no_dispatcher' })).toEqual([ignored]);
    expect(await ids({ type: listener.eventType, outcome: 'no_dispatcher' })).toEqual([]);
  });

  it('names the types that arrived, the latest first, with how many came and how many dispatchers listen', async () => {
    await newListener({ eventType: 'older' });
    await newListener({ eventType: 'older' });
    await newListener({ eventType: 'never_arrived' });
    await storeEvents([
      matchedEvent([], { type: 'older', receivedAt: NOW }),
      matchedEvent([], { type: 'older', receivedAt: NOW + 1 }),
      matchedEvent([], { type: 'newer', receivedAt: NOW + 2 }),
    ]);
    expect(await listEventTypes(10)).toEqual([
      { type: 'newer', count: 1, lastEventAt: NOW + 2, dispatchers: 0 },
      { type: 'older', count: 2, lastEventAt: NOW + 1, dispatchers: 2 },
    ]);
    expect(await listEventTypes(1)).toHaveLength(1);
  });

  it('knows nothing of an id that is not there', async () => {
    expect(await findEvent('f'.repeat(24))).toBeUndefined();
  });
});
