import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isStorageUnavailable } from '@/db/client';
import { passPoint } from '@/db/faults';
import { inNextCommit } from './group-commit';

const MAX_PAUSE_MS = 5_000;

/**
 * Writes outcomes of acts that cannot be undone. While nothing can be written (full disk, locked file) the outcome stays
 * in memory and is tried again: doing the act a second time would be worse than waiting.
 */
export function createRecorder<Finish>(
  write: (finish: Finish) => boolean,
  logger: Logger,
): (finish: Finish) => Promise<boolean> {
  return async (finish) => {
    passPoint('before-result');
    for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
      try {
        return await inNextCommit(() => write(finish));
      } catch (error) {
        if (!isStorageUnavailable(error)) throw error;
        logger.error({ err: error }, 'an outcome could not be written yet; it is kept and tried again');
        await delay(pauseMs);
      }
    }
  };
}
