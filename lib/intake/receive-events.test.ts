import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { onChanges } from '@/db/changes';
import { rawDatabase } from '@/db/client';
import { eventSource } from '@/db/event-walk';
import { findEvent, type MatchedEvent, type StoreResult } from '@/db/events';
import { countMatching } from '@/db/keyset';
import { listRunsOfEvent } from '@/db/runs';
import { holdWriteLock, newListener, only, storeEvents } from '@/db/testing';
import type { JsonValue } from '@/lib/format/json';
import { type PrivateServer, refusalOf, startPrivateServer } from '@/lib/server/testing/private-server';
import type { IncomingEvent } from './cloud-events';
import { receiveEvents } from './receive-events';

let server: PrivateServer;
beforeEach(async () => {
  server = await startPrivateServer();
});
afterEach(() => server.close());

const receive = async (event: Partial<IncomingEvent> = {}, source = 'default') =>
  only(
    await receiveEvents(
      [{ type: 'user_deleted', content: { n: 1 }, key: undefined, ...event }],
      { source },
      Date.now(),
    ),
  );
const countEvents = async () => (await countMatching(eventSource, undefined, 1_000)).count;

describe('receiving events', () => {
  it('shares commits between those that come together', async () => {
    const commits: number[] = [];
    const stopListening = onChanges((changes) => commits.push(changes.length));
    await Promise.all(Array.from({ length: 100 }, () => receive()));
    stopListening();
    // A slow machine cuts a commit short, so that nobody waits for it.
    expect(commits.length).toBeLessThan(10);
    expect(commits.reduce((sum, count) => sum + count, 0)).toBe(100);
    expect(await countEvents()).toBe(100);
  });

  /** Of 200 that come together one violates a constraint, and one has a content that cannot be stored. */
  async function receiveTwoHundred() {
    const { eventType, id } = await newListener();
    await server.context.cache.listeners(eventType);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 200 }, (_, n) => {
        const content = n === 150 ? (10n as unknown as JsonValue) : { n };
        return n === 50 ? receiveViolating(id) : receive({ type: eventType, content });
      }),
    );
    const refused = outcomes.flatMap((outcome, n) =>
      outcome.status === 'rejected' ? [[n, String(outcome.reason)]] : [],
    );
    return { outcomes, refused };
  }

  it('R-06 control: in a group that fails as one, the two take all others with them', async () => {
    const { intake } = server.context;
    const group: MatchedEvent[] = [];
    let written: Promise<StoreResult[]> | undefined;
    const add = async (event: MatchedEvent) => {
      const place = group.push(event) - 1;
      written ??= delay(0).then(() => storeEvents(group));
      return (await written)[place] as StoreResult;
    };
    server.context.intake = { ...intake, add };
    expect((await receiveTwoHundred()).refused.length).toBeGreaterThan(100);
  });

  it('R-06: gives each of 200 that come together its own verdict: the two that cannot be stored harm nobody', async () => {
    const { outcomes, refused } = await receiveTwoHundred();
    expect(refused).toEqual([
      [50, expect.stringContaining('FOREIGN KEY')],
      [150, expect.stringContaining('BigInt')],
    ]);
    await server.reopen();
    const stored = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.id] : []));
    expect(stored).toHaveLength(198);
    for (const one of stored) expect(await listRunsOfEvent(one)).toHaveLength(2);
    expect(await countEvents()).toBe(198);
  });

  it('says which dispatchers follow as they are now, and wakes the engine when something follows', async () => {
    expect(await receive({ type: 'nobody_listens' })).toMatchObject({ status: 'stored', runs: 0 });
    expect(server.wakeUps()).toBe(0);
    const { eventType } = await newListener();
    expect(await receive({ type: eventType })).toMatchObject({ runs: 2 });
    expect(server.wakeUps()).toBe(1);
  });

  it('says why nothing follows', async () => {
    const off = await newListener({ enabled: false });
    const empty = await newListener({ actions: [] });
    const outcome = async (type: string) => (await findEvent((await receive({ type })).id))?.outcome;
    expect(await outcome('nobody_listens')).toBe('no_dispatcher');
    expect(await outcome(off.eventType)).toBe('disabled');
    expect(await outcome(empty.eventType)).toBe('no_actions');
  });

  async function receiveViolating(dispatcherId: string) {
    const run = { dispatcherId, revisionId: 'f'.repeat(24), actionId: 'a'.repeat(24), actionType: 'task' } as const;
    const event = {
      type: 'x',
      content: {},
      source: 'default',
      externalId: undefined,
      dedupKey: undefined,
      bodyHash: '',
    };
    const rest = { outcome: 'matched', depth: 0, causeTaskId: undefined, receivedAt: Date.now(), runs: [run] } as const;
    return server.context.intake.add({ ...event, ...rest, runs: [...rest.runs] });
  }
});

describe('R-10: the same event again', () => {
  it('a hundred times in parallel makes one event with one set of runs', async () => {
    const { eventType } = await newListener();
    const results = await Promise.all(Array.from({ length: 100 }, () => receive({ type: eventType, key: 'id:1' })));
    expect(new Set(results.map((result) => result.id)).size).toBe(1);
    expect(results.filter((result) => result.status === 'stored')).toHaveLength(1);
    expect(results.filter((result) => result.status === 'duplicate')).toHaveLength(99);
    expect(await listRunsOfEvent(results[0]?.id ?? '')).toHaveLength(2);
    expect(server.wakeUps()).toBe(1);
  });

  it('from another source is another event', async () => {
    const results = [await receive({ key: 'id:1' }, 'one'), await receive({ key: 'id:1' }, 'two')];
    expect(results.map((result) => result.status)).toEqual(['stored', 'stored']);
  });

  it('with another type or other content is a conflict', async () => {
    const first = await receive({ key: 'id:1' });
    expect(await receive({ key: 'id:1', content: { n: 2 } })).toMatchObject({ status: 'conflict', id: first.id });
    expect(await receive({ key: 'id:1', type: 'another' })).toMatchObject({ status: 'conflict', id: first.id });
    expect(await countEvents()).toBe(1);
  });

  it('however the arrivals interleave: one per source and key is stored, each other is a duplicate or a conflict of it', async () => {
    const arrival = fc.record({
      key: fc.constantFrom('id:1', 'id:2', 'ce:a\n1'),
      source: fc.constantFrom('one', 'two'),
      n: fc.integer({ min: 0, max: 1 }),
    });
    const batches = fc.array(fc.array(arrival, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), batches, async (scheduler, list) => {
        round += 1;
        const prefix = `r${round}-`;
        const receiveBatch = scheduler.scheduleFunction(async (batch: (typeof list)[number]) => {
          const received = batch.map(({ key, source, n }) => receive({ key, content: { n } }, prefix + source));
          return (await Promise.all(received)).map((result, i) => ({ ...result, arrival: batch[i] }));
        });
        const running = list.map((batch) => receiveBatch(batch));
        await scheduler.waitAll();
        const results = (await Promise.all(running)).flat();
        for (const { arrival: one } of results) {
          const same = results.filter(({ arrival: other }) => other?.key === one?.key && other?.source === one?.source);
          const stored = only(same.filter((result) => result.status === 'stored'));
          for (const result of same) {
            expect(result.id).toBe(stored.id);
            expect(result.status === 'conflict').toBe(result.arrival?.n !== stored.arrival?.n);
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('R-12, R-13: while nothing can be stored', () => {
  it('a full disk is answered with 503 and when to come back; afterwards the event is taken', async () => {
    const pages = Number(rawDatabase().pragma('page_count', { simple: true }));
    rawDatabase().pragma(`max_page_count = ${pages}`);
    const content = { large: 'x'.repeat(500_000) };
    const refusal = await refusalOf(() => receive({ key: 'id:1', content }));
    expect(refusal).toMatchObject({ code: 1, status: 503, headers: { 'retry-after': '5' } });
    expect(await countEvents()).toBe(0);
    rawDatabase().pragma('max_page_count = 1000000');
    expect(await receive({ key: 'id:1', content })).toMatchObject({ status: 'stored' });
  });

  it('a lock that another program holds is waited for, however many events come meanwhile', async () => {
    const release = holdWriteLock(server);
    const all = Promise.all(Array.from({ length: 200 }, () => receive()));
    await delay(300);
    release();
    expect((await all).every((result) => result.status === 'stored')).toBe(true);
  });
});
