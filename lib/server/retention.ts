import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { removeFinished } from '@/db/retention';
import { purgeTokens } from '@/db/tokens';
import { purgeSignInFailures } from '@/db/users';

const DAY_MS = 24 * 3_600_000;
const INTERVAL_MS = 3_600_000;
/** Short transactions with room between them: removal must not hold up intake. */
const SLICE_ROWS = 500;
const PAUSE_MS = 50;

/** Removes finished work that is older than `days`, once an hour. @returns what stops it. */
export function startRetention(days: number, logger: Logger): () => void {
  const stopping = new AbortController();
  void (async () => {
    while (!stopping.signal.aborted) {
      await removeOld(Date.now() - days * DAY_MS, stopping.signal, logger);
      await delay(INTERVAL_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
  })();
  return () => stopping.abort();
}

async function removeOld(before: number, signal: AbortSignal, logger: Logger): Promise<void> {
  try {
    await purgeTokens(before);
    await purgeSignInFailures(Date.now() - DAY_MS);
    while (!signal.aborted && (await removeFinished(before, SLICE_ROWS)) > 0) await delay(PAUSE_MS);
  } catch (error) {
    logger.error({ err: error }, 'old work could not be removed; it is tried again in an hour');
  }
}
