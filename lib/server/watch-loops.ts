import type { Logger } from 'pino';
import type { Heartbeats } from './heartbeats';

const INTERVAL_MS = 2_000;

/** Says in the log which loop of the engine does not turn any more, once each. @returns what ends it. */
export function watchLoops(heartbeats: Heartbeats, logger: Logger): () => void {
  const told = new Set<string>();
  const timer = setInterval(() => {
    const silent = new Map(heartbeats.silent().map(({ loop, ms }) => [loop, ms]));
    for (const [loop, ms] of silent) {
      if (!told.has(loop))
        logger.error({ loop, ms }, 'a loop of the engine does not turn any more: restart the server');
      told.add(loop);
    }
    for (const loop of told) {
      if (silent.has(loop)) continue;
      told.delete(loop);
      logger.info({ loop }, 'the loop turns again');
    }
  }, INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}
