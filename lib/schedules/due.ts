/** A point in time on a schedule's grid, and the one after it. Epoch milliseconds. */
export interface Slot {
  due: number;
  next: number;
}

/**
 * The slot that is due now: the latest one that has come, however many were missed. The next one stays on the grid.
 * @param nextTimestamp the slot that waits, at or before `now`; `interval` in seconds.
 */
export function dueSlot(nextTimestamp: number, interval: number, now: number): Slot {
  const step = interval * 1_000;
  const missed = Math.max(0, Math.floor((now - nextTimestamp) / step));
  const due = nextTimestamp + missed * step;
  return { due, next: due + step };
}

/**
 * The first slot of a new schedule that is not in the past: slots from before it existed were not missed.
 * @param interval in seconds.
 */
export function firstSlot(startTimestamp: number, interval: number, now: number): number {
  const step = interval * 1_000;
  return startTimestamp + Math.max(0, Math.ceil((now - startTimestamp) / step)) * step;
}
