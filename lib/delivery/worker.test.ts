import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ClaimOptions, startWorker, type Worker, type WorkerSpec } from './worker';

const START = Date.UTC(2026, 4, 17, 12);
const logger = pino({ level: 'silent' });

interface Item {
  id: string;
  lane: string;
  dueAt: number;
}

/** A queue in memory: what is due is claimed once. Work lasts until `release` lets it end. */
function startQueue(changes: Partial<WorkerSpec<Item>> = {}) {
  const items: Item[] = [];
  const started: { id: string; at: number; signal: AbortSignal }[] = [];
  const releases = new Map<string, () => void>();
  const claims: ClaimOptions[] = [];
  const worker: Worker = startWorker<Item>(
    {
      name: 'test',
      slots: 3,
      laneCap: 2,
      async claim(options) {
        claims.push({ ...options, inFlight: new Map(options.inFlight) });
        const due = items.filter((item) => item.dueAt <= options.now).slice(0, options.limit);
        for (const item of due) items.splice(items.indexOf(item), 1);
        return { items: due, cursor: due.at(-1)?.lane ?? options.cursor };
      },
      nextDueAt: async (now) => {
        const later = items.map((item) => item.dueAt).filter((dueAt) => dueAt > now);
        return later.length > 0 ? Math.min(...later) : undefined;
      },
      async work({ id }, signal) {
        started.push({ id, at: Date.now(), signal });
        await new Promise<void>((resolve) => releases.set(id, resolve));
      },
      abandon: async () => undefined,
      ...changes,
    },
    logger,
  );
  return {
    worker,
    claims,
    started,
    ids: () => started.map((one) => one.id),
    add: (id: string, dueAt = START, lane = 'a') => items.push({ id, lane, dueAt }),
    release: (id: string) => releases.get(id)?.(),
  };
}

/** Lets the worker do what it can do now, without time passing. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await nextTurn();
}

/** Lets time pass, in steps small enough for the worker to set its next timer in between. */
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 1_000) {
    vi.advanceTimersByTime(Math.min(left, 1_000));
    await settle();
  }
}

beforeEach(() => {
  vi.useFakeTimers({ now: START, toFake: ['Date', 'setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a worker', () => {
  it('claims up to its slots, and the next one when one is free', async () => {
    const queue = startQueue();
    for (const id of ['1', '2', '3', '4', '5']) queue.add(id);
    await settle();
    expect([queue.ids(), queue.worker.running]).toEqual([['1', '2', '3'], 3]);
    queue.release('2');
    await settle();
    expect([queue.ids(), queue.worker.running]).toEqual([['1', '2', '3', '4'], 3]);
  });

  it('never asks for more than it has slots, and tells how many of each lane are under way', async () => {
    const queue = startQueue();
    queue.add('1', START, 'a');
    queue.add('2', START, 'b');
    await settle();
    expect(queue.claims[0]).toMatchObject({ limit: 3, now: START, laneCap: 2, cursor: '' });
    queue.worker.wake();
    await settle();
    expect(queue.claims.at(-1)).toMatchObject({
      limit: 1,
      cursor: 'b',
      inFlight: new Map([
        ['a', 1],
        ['b', 1],
      ]),
    });
    queue.release('1');
    await settle();
    expect(queue.claims.at(-1)).toMatchObject({ limit: 2, inFlight: new Map([['b', 1]]) });
  });

  it('looks when it is woken', async () => {
    const queue = startQueue();
    await settle();
    queue.add('1');
    queue.worker.wake();
    await settle();
    expect(queue.ids()).toEqual(['1']);
  });

  it('looks once for many wake-ups of one turn', async () => {
    const queue = startQueue();
    await settle();
    const before = queue.claims.length;
    for (let i = 0; i < 100; i++) queue.worker.wake();
    await settle();
    expect(queue.claims.length - before).toBe(1);
  });

  it('R-28: starts an item at its due time: not a millisecond early, and at most one late', async () => {
    const queue = startQueue();
    queue.add('1', START + 1_234);
    await settle();
    await pass(1_233);
    expect(queue.ids()).toEqual([]);
    await pass(1);
    expect(queue.started).toMatchObject([{ id: '1', at: START + 1_234 }]);
  });

  it('R-28: does not miss an item that falls due just after it looked', async () => {
    const item = { id: '1', lane: 'a', dueAt: START + 1 };
    let claimed = false;
    const queue = startQueue({
      claim: async ({ now }) => {
        vi.setSystemTime(START + 1);
        if (claimed || item.dueAt > now) return { items: [], cursor: '' };
        claimed = true;
        return { items: [item], cursor: '' };
      },
      nextDueAt: async (now) => (item.dueAt > now ? item.dueAt : undefined),
    });
    await settle();
    await pass(10);
    expect(queue.ids()).toEqual(['1']);
  });

  it('R-28: finds what no wake-up told of within 5 s', async () => {
    const queue = startQueue();
    await settle();
    queue.add('1');
    await pass(5_000);
    expect(queue.ids()).toEqual(['1']);
  });

  it('R-28: does not come back at once for what is due in a month or a century', async () => {
    const queue = startQueue();
    const DAY_MS = 24 * 3_600_000;
    queue.add('in a month', START + 30 * DAY_MS);
    queue.add('in a century', START + 36_525 * DAY_MS);
    await settle();
    const before = queue.claims.length;
    await pass(60_000);
    expect(queue.ids()).toEqual([]);
    expect(queue.claims.length - before).toBe(12);
  });

  it('ends an item whose work threw: it does not stay under way', async () => {
    const abandoned: string[] = [];
    const queue = startQueue({
      work: async () => {
        throw new RangeError('Maximum call stack size exceeded');
      },
      abandon: async ({ id }) => {
        abandoned.push(id);
      },
    });
    queue.add('1');
    await settle();
    expect(abandoned).toEqual(['1']);
    expect(queue.worker.running).toBe(0);
  });

  it('goes on when the queue could not be read, after a pause', async () => {
    let broken = true;
    const queue = startQueue({
      claim: async () => {
        if (broken) throw new Error('database is locked');
        return { items: [{ id: '1', lane: 'a', dueAt: START }], cursor: broken ? '' : 'a' };
      },
      slots: 1,
    });
    await settle();
    await pass(999);
    broken = false;
    expect(queue.ids()).toEqual([]);
    await pass(1);
    expect(queue.ids()).toEqual(['1']);
  });

  it('goes on when an item could not be worked on', async () => {
    const done: string[] = [];
    const queue = startQueue({
      slots: 1,
      work: async ({ id }) => {
        if (id === 'bad') throw new Error('a fault of ours');
        done.push(id);
      },
    });
    queue.add('bad');
    queue.add('good');
    await settle();
    expect([done, queue.worker.running]).toEqual([['good'], 0]);
  });
});

describe('a claim in a transaction that somebody else has opened', () => {
  /** Items that are there only within it: the worker does not find them by itself. */
  function startWithin(changes: Partial<WorkerSpec<Item>> = {}) {
    const asked: ClaimOptions[] = [];
    const taken: string[] = [];
    const queue = startQueue({
      claimNow(options) {
        asked.push({ ...options });
        const items = ['1', '2'].slice(0, options.limit).map((id) => ({ id, lane: 'a', dueAt: START }));
        return {
          cursor: 'a',
          take() {
            taken.push(...items.map(({ id }) => id));
            return items;
          },
        };
      },
      ...changes,
    });
    return { ...queue, asked, taken };
  }

  it('begins what it claimed once that is committed, not before', async () => {
    const queue = startWithin();
    await settle();
    const begin = queue.worker.claimNow();
    await settle();
    expect([queue.taken, queue.ids(), queue.worker.running]).toEqual([[], [], 0]);
    begin();
    expect([queue.taken, queue.ids(), queue.worker.running]).toEqual([['1', '2'], ['1', '2'], 2]);
    queue.worker.wake();
    await settle();
    expect(queue.claims.at(-1)).toMatchObject({ limit: 1, cursor: 'a', inFlight: new Map([['a', 2]]) });
  });

  it('asks for no more than the free slots, and not at all when there are none', async () => {
    const queue = startWithin({ slots: 3 });
    await settle();
    queue.worker.claimNow()();
    queue.worker.claimNow()();
    queue.worker.claimNow()();
    expect(queue.asked.map(({ limit }) => limit)).toEqual([3, 1]);
    expect(queue.worker.running).toBe(3);
  });

  it('leaves it to the worker while that is claiming: both would take the same slots', async () => {
    let commit: () => void = () => undefined;
    const committed = new Promise<void>((resolve) => {
      commit = resolve;
    });
    const queue = startWithin({ claim: () => committed.then(() => ({ items: [], cursor: '' })) });
    await settle();
    queue.worker.claimNow()();
    expect(queue.asked).toEqual([]);
    commit();
    await settle();
    queue.worker.claimNow()();
    expect(queue.asked).toHaveLength(1);
  });

  it('claims nothing once the worker stops', async () => {
    const queue = startWithin();
    await settle();
    await queue.worker.stop(1_000);
    queue.worker.claimNow()();
    expect([queue.asked, queue.worker.running]).toEqual([[], 0]);
  });
});

describe('R-30: stopping a worker', () => {
  it('claims nothing more, and ends at once when nothing is under way', async () => {
    const queue = startQueue();
    await settle();
    await queue.worker.stop(1_000);
    queue.add('1');
    queue.worker.wake();
    await pass(60_000);
    expect(queue.ids()).toEqual([]);
  });

  it('waits for what is under way, and does not disturb it before the grace is over', async () => {
    const queue = startQueue();
    queue.add('1');
    queue.add('2');
    await settle();
    let stopped = false;
    const stopping = queue.worker.stop(1_000).then(() => {
      stopped = true;
    });
    queue.release('1');
    await pass(999);
    expect([stopped, queue.started[1]?.signal.aborted]).toEqual([false, false]);
    queue.release('2');
    await stopping;
    expect(queue.started[1]?.signal.aborted).toBe(false);
  });

  it('waits for a claim that is being made, and for the work that it takes', async () => {
    let commit: () => void = () => undefined;
    const committed = new Promise<void>((resolve) => {
      commit = resolve;
    });
    const item = { id: '1', lane: 'a', dueAt: START };
    const queue = startQueue({ slots: 1, claim: () => committed.then(() => ({ items: [item], cursor: 'a' })) });
    await settle();
    let stopped = false;
    const stopping = queue.worker.stop(1_000).then(() => {
      stopped = true;
    });
    await settle();
    expect(stopped).toBe(false);
    commit();
    await settle();
    expect([queue.ids(), stopped]).toEqual([['1'], false]);
    queue.release('1');
    await stopping;
  });

  it('tells what is still under way after the grace to stop', async () => {
    const queue = startQueue({
      work: async (_item, signal) => {
        await once(signal, 'abort');
      },
    });
    queue.add('1');
    await settle();
    const stopping = queue.worker.stop(1_000);
    await pass(999);
    expect(queue.worker.running).toBe(1);
    await pass(1);
    await stopping;
    expect(queue.worker.running).toBe(0);
  });
});
