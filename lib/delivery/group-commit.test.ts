import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rawDatabase } from '@/db/client';
import { openPrivateDatabase, type PrivateDatabase } from '@/db/testing';
import { createGroupCommit, inNextCommit } from './group-commit';

let database: PrivateDatabase;
beforeEach(async () => {
  database = await openPrivateDatabase();
  rawDatabase().exec('CREATE TABLE numbers (n INTEGER PRIMARY KEY)');
});
afterEach(() => database.close());

describe('group commit', () => {
  const insert = (n: number) => {
    rawDatabase().prepare('INSERT INTO numbers (n) VALUES (?)').run(n);
    return n * 10;
  };
  const stored = () => rawDatabase().prepare('SELECT n FROM numbers ORDER BY n').pluck().all();
  const isOpen = () => rawDatabase().inTransaction;

  it('writes all that is asked for in one event-loop turn together, and answers each with its own result', async () => {
    const commit = createGroupCommit(insert);
    const open: boolean[] = [];
    const another = inNextCommit(() => open.push(isOpen()));
    const answers = Promise.all([1, 2, 3].map((item) => commit.add(item)));
    expect(commit.waiting).toBe(3);
    expect(stored()).toEqual([]);
    expect(await answers).toEqual([10, 20, 30]);
    await another;
    expect({ open, stored: stored(), waiting: commit.waiting }).toEqual({
      open: [true],
      stored: [1, 2, 3],
      waiting: 0,
    });
  });

  it('gives the event loop back when a group takes long, and writes the rest in another commit', async () => {
    const startedAt = performance.now();
    let turns = 0;
    const count = setInterval(() => turns++, 1);
    const slow = (n: number) => {
      for (const until = performance.now() + 6; performance.now() < until; );
      return insert(n);
    };
    const commit = createGroupCommit(slow);
    await Promise.all(Array.from({ length: 12 }, (_, n) => commit.add(n)));
    clearInterval(count);
    expect(performance.now() - startedAt).toBeGreaterThan(70);
    expect(turns).toBeGreaterThanOrEqual(3);
    expect(stored()).toHaveLength(12);
  });

  it('fails only what cannot be written', async () => {
    const commit = createGroupCommit(insert);
    const outcomes = await Promise.allSettled([1, 2, 2, 3].map((item) => commit.add(item)));
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(stored()).toEqual([1, 2, 3]);
  });
});
