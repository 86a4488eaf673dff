import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { lastAuditLink } from '@/db/audit-chain';
import { releaseFreePages, removeFinished } from '@/db/retention';
import { rememberState } from '@/db/settings';
import { purgeTokens } from '@/db/tokens';
import { purgeSignInFailures } from '@/db/users';
import { retentionInForce, SWEEP_STATE } from '@/lib/settings/retention';

const DAY_MS = 24 * 3_600_000;
const INTERVAL_MS = 3_600_000;
/** Short transactions with room between them: removal must not hold up intake. */
const SLICE_ROWS = 500;
const PAUSE_MS = 50;
/** Of 4 KB each. A busy server fills 64 MB soon again; giving them back and taking them anew would be work for nothing. */
const KEPT_PAGES = 16_384;
const SLICE_PAGES = 256;

/** Removes finished work that is older than the settings say, once an hour. @returns what stops it. */
export function startRetention(logger: Logger): () => void {
  const stopping = new AbortController();
  void (async () => {
    while (!stopping.signal.aborted) {
      await removeOld(Date.now() - retentionInForce().days * DAY_MS, stopping.signal, logger);
      // In the log stream, where who can write the database cannot change it.
      logger.info({ audit: lastAuditLink() }, 'the newest entry of the audit log');
      await delay(INTERVAL_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
  })();
  return () => stopping.abort();
}

async function removeOld(before: number, signal: AbortSignal, logger: Logger): Promise<void> {
  try {
    const at = Date.now();
    await purgeTokens(before);
    await purgeSignInFailures(at - DAY_MS);
    let removed = 0;
    while (!signal.aborted) {
      const slice = await removeFinished(before, SLICE_ROWS);
      if (slice === 0) break;
      removed += slice;
      await delay(PAUSE_MS);
    }
    while (!signal.aborted && (await releaseFreePages(KEPT_PAGES, SLICE_PAGES)) > 0) await delay(PAUSE_MS);
    if (!signal.aborted) await rememberState(SWEEP_STATE, { at, removed }, at);
  } catch (error) {
    logger.error({ err: error }, 'old work could not be removed; it is tried again in an hour');
  }
}
