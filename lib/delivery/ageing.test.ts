import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeTransaction } from '@/db/client';
import { insertTask } from '@/db/tasks';
import { claimTasks, openPrivateDatabase, type PrivateDatabase, pick } from '@/db/testing';
import { newObjectId } from '@/lib/format/id';

const NOW = Date.now();

let db: PrivateDatabase;
beforeEach(async () => {
  db = await openPrivateDatabase();
});
afterEach(() => db.close());

function addTask(priority: number, startTimestamp: number): string {
  const id = newObjectId();
  const task = { id, functionName: 'erase', data: {}, tags: [], idempotencyKey: id, depth: 0, now: NOW };
  insertTask({ ...task, priority, startTimestamp });
  return id;
}

describe('R-27 ageing', () => {
  /** A more urgent task comes each second, and one is claimed. @returns after how many seconds the least urgent was. */
  async function startUnderStream(ageingMs: number | undefined): Promise<number> {
    const low = writeTransaction(() => addTask(-5, NOW));
    for (let second = 0; second < 50; second++) {
      const now = NOW + second * 1_000;
      writeTransaction(() => addTask(second % 7, now));
      const agedSince = ageingMs === undefined ? undefined : now - ageingMs;
      const { items } = await claimTasks(pick({ now, limit: 1, agedSince }));
      if (items[0]?.task.id === low) return second;
    }
    return Number.POSITIVE_INFINITY;
  }

  it('R-27 with ageing, what has been due for so long goes before all that is more urgent', async () => {
    expect(await startUnderStream(10_000)).toBe(10);
  });

  it('R-27 without ageing it waits for as long as more urgent work comes', async () => {
    expect(await startUnderStream(undefined)).toBe(Number.POSITIVE_INFINITY);
  });

  it('R-27 with ageing, the oldest of those goes first, and what has not aged goes by its priority', async () => {
    const ages = [
      [0, 20],
      [9, 5],
      [-3, 30],
      [2, 1],
      [5, 12],
    ] as const;
    const ids = writeTransaction(() => ages.map(([priority, s]) => addTask(priority, NOW - s * 1_000)));
    const { items } = await claimTasks(pick({ now: NOW, limit: 5, agedSince: NOW - 10_000 }));
    expect(items.map(({ task }) => ids.indexOf(task.id))).toEqual([2, 0, 4, 1, 3]);
  });
});
