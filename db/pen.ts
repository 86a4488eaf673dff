import { sharedMemory } from './shared-memory';

const CELL = 0;
const FREE = 0;
const HELD = 1;
const PATIENCE_MS = 10_000;

/**
 * Runs `write` while no other thread of this server writes. SQLite has one writer at a time, and who comes second sleeps
 * for whole milliseconds, again and again; this wakes him at once.
 * @param patienceMs so long the write of another thread may take.
 * @throws an error with the code SQLITE_BUSY when it takes longer, as if another program held the lock.
 */
export function withPen<T>(write: () => T, patienceMs = PATIENCE_MS): T {
  const memory = sharedMemory();
  take(memory, patienceMs);
  try {
    return write();
  } finally {
    Atomics.store(memory, CELL, FREE);
    Atomics.notify(memory, CELL, 1);
  }
}

function take(memory: Int32Array, patienceMs: number): void {
  if (Atomics.compareExchange(memory, CELL, FREE, HELD) === FREE) return;
  const giveUpAt = performance.now() + patienceMs;
  do {
    const leftMs = giveUpAt - performance.now();
    if (leftMs <= 0) throw Object.assign(new Error('another thread writes for too long'), { code: 'SQLITE_BUSY' });
    Atomics.wait(memory, CELL, HELD, leftMs);
  } while (Atomics.compareExchange(memory, CELL, FREE, HELD) !== FREE);
}
