import { outsideRequest } from '@/db/audit-context';
import { isDatabaseBusy, writeTransaction } from '@/db/client';

/** Writes that are asked for one by one, and committed together with whatever else is to be written. */
export interface GroupCommit<Item, Result> {
  /** Resolves when the item is written and synced to disk. @throws what its own write threw; nothing of it is stored then. */
  add(item: Item): Promise<Result>;
  /** Items that are not written yet. */
  readonly waiting: number;
  /** How many of them the latest commit wrote; 0 when there was none for a while. */
  readonly atOnce: number;
}

interface Waiting {
  work(): unknown;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** Bounds how long one commit holds the event loop; what is left waits for the next turn. */
const MAX_HOLD_MS = 10;
/** From this many on, commits follow each other with a rest, so that they grow instead of being many. */
const BUSY_FROM = 8;
/** How long that rest is, in the time that the commit before took, and at most. */
const REST_FACTOR = 1;
const MAX_REST_MS = 5;
/** So long after the end of a commit, which is longer than any rest, it says nothing of how much comes in. */
const FORGOTTEN_MS = 20;
/** So many do not wait for the end of a rest. */
const FULL_FROM = 256;

let queue: Waiting[] = [];
/** What will start the next commit. */
let planned: { at: 'next turn' } | { at: 'end of rest'; timer: NodeJS.Timeout } | undefined;
let restUntil = 0;
let commitStartedAt = 0;

/**
 * Runs `work` in a write transaction that everything shares which is asked for within one turn of the event loop: new
 * events, plans, claims and outcomes. What a commit costs (a sync, and the pages of the log) is paid once for all of them;
 * while there is much to write, commits also rest in between, as long as they took, and so become fewer and larger.
 * @param work must be as good when it runs a second time, after its first run was rolled back.
 * @returns what it returned, when that is synced to disk. @throws what it threw.
 */
export function inNextCommit<Result>(work: () => Result): Promise<Result> {
  return new Promise<Result>((resolve, reject) => {
    queue.push({ work, resolve: resolve as Waiting['resolve'], reject });
    schedule();
  });
}

/** @param write one item, inside the transaction. */
export function createGroupCommit<Item, Result>(write: (item: Item) => Result): GroupCommit<Item, Result> {
  let waiting = 0;
  let atOnce = 0;
  let writtenAt = 0;
  let settledAt = 0;
  const settled = () => {
    waiting--;
    settledAt = performance.now();
  };
  const writeCounted = (item: Item) => {
    atOnce = writtenAt === commitStartedAt ? atOnce + 1 : 1;
    writtenAt = commitStartedAt;
    return write(item);
  };
  return {
    add(item) {
      waiting++;
      const written = inNextCommit(() => writeCounted(item));
      written.then(settled, settled);
      return written;
    },
    get waiting() {
      return waiting;
    },
    get atOnce() {
      return performance.now() - settledAt > FORGOTTEN_MS ? 0 : atOnce;
    },
  };
}

function schedule(): void {
  if (planned?.at === 'next turn') return;
  const restMs = restUntil - performance.now();
  const rests = restMs > 0.5 && queue.length < FULL_FROM;
  if (planned && rests) return;
  clearTimeout(planned?.timer);
  // A commit belongs to many requests: not to the one that came first.
  outsideRequest(() => {
    if (rests) planned = { at: 'end of rest', timer: setTimeout(commitNext, restMs) };
    else {
      planned = { at: 'next turn' };
      setImmediate(commitNext);
    }
  });
}

function commitNext(): void {
  planned = undefined;
  const startedAt = performance.now();
  commitStartedAt = startedAt;
  const group = queue;
  queue = [];
  const results: unknown[] = [];
  try {
    writeTransaction(() => {
      for (const { work } of group) {
        results.push(work());
        if (performance.now() - startedAt > MAX_HOLD_MS) break;
      }
    });
  } catch (error) {
    commitEach(group, error);
    return;
  }
  const endedAt = performance.now();
  if (results.length >= BUSY_FROM) restUntil = endedAt + Math.min(MAX_REST_MS, (endedAt - startedAt) * REST_FACTOR);
  const left = group.slice(results.length);
  if (left.length > 0) {
    queue = [...left, ...queue];
    schedule();
  }
  results.forEach((result, index) => {
    group[index]?.resolve(result);
  });
}

/**
 * When the group fails, each is written alone, so that one bad row never fails its neighbours. A lock that somebody else
 * holds fails them all at once: trying each would hold up the event loop for the time-out of every one.
 */
function commitEach(group: readonly Waiting[], failure: unknown): void {
  for (const { work, resolve, reject } of group) {
    if (group.length === 1 || isDatabaseBusy(failure)) reject(failure);
    else {
      try {
        resolve(writeTransaction(work));
      } catch (error) {
        reject(error);
      }
    }
  }
}
