import { performance } from 'node:perf_hooks';
import type { Logger } from 'pino';
import { advanceDueTimes } from '@/db/clock-set-back';
import { receiveEvents } from '@/lib/intake/receive-events';

const LOOK_INTERVAL_MS = 1_000;
/** What time servers correct little by little is no jump. */
const JUMP_MS = 2_000;

/** The two clocks of a process: the one on the wall, and the one that only goes forward. In milliseconds. */
export interface Clocks {
  wall(): number;
  monotonic(): number;
}

const SYSTEM_CLOCKS: Clocks = { wall: () => Date.now(), monotonic: () => performance.now() };

/**
 * Notices that somebody set the clock, and says so: in the log, and by an event `clock_set` that dispatchers can listen to.
 * Set back, it makes due again what had been due before.
 * @param changed there may be work that is due now. @returns what stops it.
 */
export function watchClock(changed: () => void, logger: Logger, clocks: Clocks = SYSTEM_CLOCKS): () => void {
  let difference = clocks.wall() - clocks.monotonic();

  async function look(): Promise<void> {
    const found = clocks.wall() - clocks.monotonic();
    const jumpMs = Math.round(found - difference);
    if (Math.abs(jumpMs) < JUMP_MS) return;
    difference = found;
    const advanced = jumpMs < 0 ? await advanceDueTimes(-jumpMs, clocks.wall()) : 0;
    logger.warn({ jumpMs, advanced }, 'the clock of this machine was set');
    changed();
    const event = { type: 'clock_set', content: { jumpMs }, key: undefined };
    await receiveEvents([event], { source: 'system' }, clocks.wall());
  }

  const timer = setInterval(() => {
    look().catch((error: unknown) => logger.error({ err: error }, 'the clock that was set could not be followed'));
  }, LOOK_INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}
