import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import { hasFault, passPoint } from '@/db/faults';
import { type PlannedRun, storePlannedRun, takePendingRuns } from '@/db/runs';
import { inNextCommit } from '@/lib/delivery/group-commit';
import type { Dispatcher } from '@/lib/dispatchers/schema';
import { planRun } from './plan-run';

export interface DispatchLoop {
  /** Runs may have become pending. */
  wake(): void;
  /** Finishes the batch that is being planned and takes no other. */
  stop(): Promise<void>;
}

/** Bounds how long planning holds the event loop between two turns. */
const BATCH = 64;
const POLL_INTERVAL_MS = 5_000;
const PAUSE_AFTER_ERROR_MS = 1_000;
const MAX_REVISIONS = 5_000;
/** The same while events pour in: each of their senders waits for it. */
const FLOOD_BATCH = 16;
/** How long planning leaves the event loop to such events, between two batches, and how often it looks for their end. */
const FLOOD_REST_MS = 50;
const FLOOD_LOOK_MS = 5;

export interface DispatchOptions {
  /** Some mails or tasks are there to deliver. */
  planned(): void;
  /** Claims them in the commit that stores them; what it returns begins them once that is done. */
  claimNow?(): () => void;
  /** Called each time that it looks for work. */
  beat?(): void;
  /** Events come in faster than they can be stored: a sender must not wait for what is stored already. */
  isFlooded?(): boolean;
  /** How long planning rests between two batches in a flood, at most. */
  floodRestMs?: number;
}

/** For the tests of the readiness: never ends. @param sign is given again and again meanwhile. */
function forEver(sign?: () => void): Promise<never> {
  if (sign) setInterval(sign, POLL_INTERVAL_MS);
  return new Promise(() => undefined);
}

/** Turns pending runs into mails and tasks, or into the problem that prevents them. */
export function startDispatchLoop(
  logger: Logger,
  {
    planned,
    claimNow = () => () => undefined,
    beat = () => undefined,
    isFlooded = () => false,
    floodRestMs = FLOOD_REST_MS,
  }: DispatchOptions,
): DispatchLoop {
  const revisions = new Map<string, Dispatcher>();
  let cursor = '';
  let stopped = false;
  let again = false;
  let active: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function dispatchBatch(): Promise<boolean> {
    beat();
    const taken = await takePendingRuns(isFlooded() ? FLOOD_BATCH : BATCH, cursor);
    cursor = taken.cursor;
    if (taken.runs.length === 0) return false;
    if (hasFault('dispatch-hangs')) await forEver();
    // What a watch that asks somebody else than the loop itself would see.
    if (hasFault('dispatch-hangs-unseen')) await forEver(beat);
    if (revisions.size > MAX_REVISIONS) revisions.clear();
    const now = Date.now();
    const plans: PlannedRun[] = [];
    for (const run of taken.runs) plans.push(await planRun(run, revisions, now));
    const begin = await inNextCommit(() => {
      for (const plan of plans) storePlannedRun(plan, now);
      return claimNow();
    });
    passPoint('plan');
    begin();
    planned();
    return true;
  }

  async function rest(): Promise<void> {
    const until = performance.now() + floodRestMs;
    await nextTurn();
    while (!stopped && isFlooded() && performance.now() < until) await delay(FLOOD_LOOK_MS);
  }

  async function dispatchAll(): Promise<void> {
    clearTimeout(timer);
    let waitMs = POLL_INTERVAL_MS;
    try {
      do {
        again = false;
        while (!stopped && (await dispatchBatch())) await rest();
      } while (again && !stopped);
    } catch (error) {
      logger.error({ err: error }, 'pending runs could not be planned');
      waitMs = PAUSE_AFTER_ERROR_MS;
    }
    active = undefined;
    if (!stopped) timer = setTimeout(wake, waitMs);
  }

  function wake(): void {
    if (stopped) return;
    if (active) again = true;
    else active = dispatchAll();
  }

  wake();
  return {
    wake,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await active;
    },
  };
}
