import { outsideRequest } from '@/db/audit-context';
import { isDatabaseBusy } from '@/db/client';

/** Writes items in groups: all that arrive within one event-loop turn share one call of `write`, hence one commit. */
export interface GroupCommit<Item, Result> {
  /** Resolves when the item's group is written. @throws what the item's own write threw. */
  add(item: Item): Promise<Result>;
  /** Items that are not written yet. */
  readonly waiting: number;
}

interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * @param write one transaction; answers one result per item, in order.
 * @param maxGroup the largest group: bounds how long one commit holds the event loop.
 */
export function createGroupCommit<Item, Result>(
  write: (items: readonly Item[]) => Promise<Result[]>,
  maxGroup = 256,
): GroupCommit<Item, Result> {
  let queue: Waiting<Item, Result>[] = [];
  let inFlight = 0;
  let scheduled = false;

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    // A group belongs to many requests: not to the one that came first.
    outsideRequest(() => setImmediate(flushNext));
  }

  function flushNext(): void {
    scheduled = false;
    const group = queue.slice(0, maxGroup);
    queue = queue.slice(maxGroup);
    if (queue.length > 0) schedule();
    inFlight += group.length;
    void flush(group).finally(() => {
      inFlight -= group.length;
    });
  }

  /**
   * When the group fails, each item is written alone, so that one bad row never fails its neighbours. A lock that somebody
   * else holds fails them all at once: trying each would hold up the event loop for the time-out of every one.
   */
  async function flush(group: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await write(group.map((entry) => entry.item));
      group.forEach((entry, index) => {
        entry.resolve(results[index] as Result);
      });
    } catch (error) {
      if (group.length === 1 || isDatabaseBusy(error)) for (const entry of group) entry.reject(error);
      else for (const entry of group) await flush([entry]);
    }
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        queue.push({ item, resolve, reject });
        schedule();
      }),
    get waiting() {
      return queue.length + inFlight;
    },
  };
}
