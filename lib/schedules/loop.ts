import type { Logger } from 'pino';
import { nextScheduleDueAt } from '@/db/schedules';
import { runDueSchedules } from './run-due';

export interface ScheduleLoop {
  /** A schedule may have been added. */
  wake(): void;
  /** Finishes the batch that is being created and begins no other. */
  stop(): Promise<void>;
}

const BATCH = 100;
/** Also the longest timer: a clock that was set is noticed within this time. */
const POLL_INTERVAL_MS = 5_000;
const PAUSE_AFTER_ERROR_MS = 1_000;

/** Creates the tasks of schedules when they fall due. `created`: there may be tasks to run. */
export function startScheduleLoop(
  created: () => void,
  logger: Logger,
  beat: () => void = () => undefined,
): ScheduleLoop {
  let stopped = false;
  let again = false;
  let active: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function runAll(): Promise<void> {
    clearTimeout(timer);
    let waitMs = POLL_INTERVAL_MS;
    try {
      do {
        again = false;
        beat();
        const looked = await runDueSchedules(Date.now(), BATCH);
        if (looked > 0) created();
        if (looked === BATCH) again = true;
      } while (again && !stopped);
      const dueAt = await nextScheduleDueAt();
      if (dueAt !== undefined) waitMs = Math.min(POLL_INTERVAL_MS, Math.max(1, dueAt - Date.now()));
    } catch (error) {
      logger.error({ err: error }, 'tasks of schedules could not be created');
      waitMs = PAUSE_AFTER_ERROR_MS;
    }
    active = undefined;
    if (!stopped) timer = setTimeout(wake, again ? 0 : waitMs);
  }

  function wake(): void {
    if (stopped) return;
    if (active) again = true;
    else active = runAll();
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
