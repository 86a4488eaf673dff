import { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { withPen } from './pen';
import { sharedMemory } from './shared-memory';

/** Holds the pen as another thread does, for a while, and says how the memory is laid out: cell 0, 1 for held. */
const HOLDER = `
  const { workerData: { memory, ms }, parentPort } = require('node:worker_threads');
  while (Atomics.compareExchange(memory, 0, 0, 1) !== 0);
  parentPort.postMessage('held');
  setTimeout(() => {
    Atomics.add(memory, 15, 1);
    Atomics.store(memory, 0, 0);
    Atomics.notify(memory, 0, 1);
  }, ms);`;

const threads: Worker[] = [];
afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.terminate()));
  Atomics.store(sharedMemory(), 0, 0);
});

async function holdElsewhere(ms: number): Promise<void> {
  const thread = new Worker(HOLDER, { eval: true, workerData: { memory: sharedMemory(), ms } });
  threads.push(thread);
  await new Promise((resolve) => thread.once('message', resolve));
}

test('a write waits until the one of another thread has ended', async () => {
  const before = Atomics.load(sharedMemory(), 15);
  await holdElsewhere(100);
  expect(withPen(() => Atomics.load(sharedMemory(), 15))).toBe(before + 1);
});

test('the pen is given back when the write fails', () => {
  expect(() =>
    withPen(() => {
      throw new Error('no such table');
    }),
  ).toThrow('no such table');
  expect(withPen(() => 'written')).toBe('written');
});

test('who waits in vain is told that the database is busy', async () => {
  await holdElsewhere(60_000);
  const failure = expect(() => withPen(() => 'never', 50));
  failure.toThrow(expect.objectContaining({ code: 'SQLITE_BUSY' }));
});
