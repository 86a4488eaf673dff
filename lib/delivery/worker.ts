import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import { passPoint } from '@/db/faults';

/** What a worker needs to know of its queue. */
export interface WorkerSpec<Item extends { lane: string }> {
  name: string;
  /** How many items may be under way at once. */
  slots: number;
  /** How many of them may belong to one lane. */
  laneCap: number;
  /** How many may be under way now, in all and of one lane, when that is less. */
  atOnce?(lane: string): { all: number; lane: number };
  claim(options: ClaimOptions): Promise<{ items: Item[]; cursor: string }>;
  /** The same inside a write transaction that the caller has opened. `take` is called once that is committed. */
  claimNow?(options: ClaimOptions): { take(): Item[]; cursor: string };
  /** Acts and records the outcome; the signal says that the server is stopping. */
  work(item: Item, signal: AbortSignal): Promise<void>;
  /** Ends an item after `work` threw, which is a fault of ours: it must not stay under way until the next start. */
  abandon(item: Item): Promise<void>;
  /** The worker is alive: called each time that it looks for work. */
  beat?(): void;
  /** When the next item that is not due yet falls due (epoch ms). */
  nextDueAt(now: number): Promise<number | undefined>;
}

export interface ClaimOptions {
  limit: number;
  now: number;
  laneCap: number;
  inFlight: ReadonlyMap<string, number>;
  cursor: string;
}

export interface Worker {
  /** There may be work: claim it soon. */
  wake(): void;
  /**
   * Claims what is due, inside a write transaction that the caller has opened: what is stored there need not be claimed in
   * a commit of its own. Nothing while the worker is claiming by itself.
   * @returns begins what was claimed; to be called once that is committed, before anything else gets its turn.
   */
  claimNow(): () => void;
  /** Claims nothing more; resolves when nothing is under way. After `graceMs` the signal is raised. */
  stop(graceMs: number): Promise<void>;
  /** How many items are under way. */
  readonly running: number;
  /** Whether an item of this lane could begin now. */
  hasRoomFor(lane: string): boolean;
}

/** A wake-up can be lost (another writer, a clock that was set): the queue is looked at this often whatever happens. */
const POLL_INTERVAL_MS = 5_000;
const PAUSE_AFTER_ERROR_MS = 1_000;

/** Runs a queue: claims what is due into free slots, works on it, and comes back at each wake-up and due time. */
export function startWorker<Item extends { lane: string }>(spec: WorkerSpec<Item>, logger: Logger): Worker {
  const inFlight = new Map<string, number>();
  const stopping = new AbortController();
  // Every item under way listens; Node would call more than ten a leak.
  setMaxListeners(0, stopping.signal);
  let running = 0;
  let cursor = '';
  let stopped = false;
  let scheduled = false;
  let pumping: Promise<void> | undefined;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  let onIdle: (() => void) | undefined;

  function wake(): void {
    if (scheduled || stopped) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      if (pumping) again = true;
      else pumping = pump();
    });
  }

  async function pump(): Promise<void> {
    clearTimeout(timer);
    let waitMs = POLL_INTERVAL_MS;
    try {
      do {
        again = false;
        spec.beat?.();
        // Taken before the look: what falls due while it goes on must not be missed.
        const lookedAt = Date.now();
        await claimAll();
        const due = await spec.nextDueAt(lookedAt);
        waitMs = due === undefined ? POLL_INTERVAL_MS : Math.min(POLL_INTERVAL_MS, Math.max(1, due - Date.now()));
      } while (again && !stopped);
    } catch (error) {
      logger.error({ err: error, queue: spec.name }, 'the queue could not be read');
      waitMs = PAUSE_AFTER_ERROR_MS;
    } finally {
      pumping = undefined;
    }
    if (!stopped) timer = setTimeout(wake, waitMs);
  }

  async function claimAll(): Promise<void> {
    while (!stopped && running < spec.slots) {
      const { laneCap, slots } = spec;
      const limit = slots - running;
      const picked = await spec.claim({ limit, now: Date.now(), laneCap, inFlight, cursor });
      cursor = picked.cursor;
      if (picked.items.length === 0) return;
      beginAll(picked.items);
      // Nothing more was due, or may be under way now; what comes in meanwhile wakes this again.
      if (picked.items.length < limit) return;
    }
  }

  function beginAll(items: readonly Item[]): void {
    passPoint('claim');
    for (const item of items) void begin(item);
  }

  async function begin(item: Item): Promise<void> {
    running++;
    inFlight.set(item.lane, (inFlight.get(item.lane) ?? 0) + 1);
    try {
      await spec.work(item, stopping.signal);
    } catch (error) {
      logger.error({ err: error, queue: spec.name }, 'an item could not be worked on');
      await spec.abandon(item).catch((fault: unknown) => {
        logger.error({ err: fault, queue: spec.name }, 'nor could it be ended; the next start takes it up again');
      });
    } finally {
      running--;
      const left = (inFlight.get(item.lane) ?? 1) - 1;
      if (left > 0) inFlight.set(item.lane, left);
      else inFlight.delete(item.lane);
      if (running === 0) onIdle?.();
      wake();
    }
  }

  wake();
  return {
    wake,
    claimNow() {
      const { laneCap, slots } = spec;
      const limit = slots - running;
      const picked =
        stopped || pumping || limit <= 0
          ? undefined
          : spec.claimNow?.({ limit, now: Date.now(), laneCap, inFlight, cursor });
      return () => {
        if (!picked) return;
        cursor = picked.cursor;
        const items = picked.take();
        if (items.length > 0) beginAll(items);
      };
    },
    async stop(graceMs) {
      stopped = true;
      clearTimeout(timer);
      const deadline = setTimeout(() => stopping.abort(), graceMs);
      // What is being claimed at this moment is begun.
      await pumping;
      if (running > 0) {
        await new Promise<void>((resolve) => {
          onIdle = resolve;
        });
      }
      clearTimeout(deadline);
    },
    get running() {
      return running;
    },
    hasRoomFor(lane) {
      const most = spec.atOnce?.(lane) ?? { all: spec.slots, lane: spec.laneCap };
      return running < most.all && (inFlight.get(lane) ?? 0) < most.lane;
    },
  };
}
