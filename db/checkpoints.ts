import type { Logger } from 'pino';
import type { Aside } from './aside';
import { isDatabaseBusy, rawDatabase } from './client';

const INTERVAL_MS = 1_000;
/** So many rows written make a checkpoint worth its while. */
const MANY_CHANGES = 20_000;
/** Fewer are checkpointed this long after the last time. */
const FEW_CHANGES_MS = 10_000;
/** SQLite's own checkpoint, inside a commit, for when this one does not keep up: pages in the log. */
const LAST_RESORT_PAGES = 16_384;

/**
 * Keeps the write-ahead log short without holding up the event loop: another thread copies its pages into the database
 * while commits go on, and what they added meanwhile, which is little, is copied here; the next commit then begins the log
 * anew. Inside of commits, as SQLite does it by itself, each checkpoint would hold up everything for 30 to 100 ms.
 * @returns what ends it.
 */
export function startCheckpoints(aside: Aside, logger: Logger): () => void {
  const sqlite = rawDatabase();
  const totalChanges = sqlite.prepare('SELECT total_changes()').pluck();
  let changes = Number(totalChanges.get());
  let checkpointedAt = performance.now();
  let isRunning = false;

  async function checkpoint(): Promise<void> {
    const total = Number(totalChanges.get());
    const isWorthIt = total - changes >= MANY_CHANGES || performance.now() - checkpointedAt >= FEW_CHANGES_MS;
    if (isRunning || total === changes || !isWorthIt) return;
    isRunning = true;
    changes = total;
    try {
      await aside.checkpoint();
      if (sqlite.open) sqlite.pragma('wal_checkpoint(PASSIVE)');
    } catch (error) {
      if (sqlite.open && !isDatabaseBusy(error))
        logger.warn({ err: error }, 'the write-ahead log could not be shortened');
    } finally {
      checkpointedAt = performance.now();
      isRunning = false;
    }
  }

  sqlite.pragma(`wal_autocheckpoint = ${LAST_RESORT_PAGES}`);
  const timer = setInterval(() => void checkpoint(), INTERVAL_MS);
  return () => clearInterval(timer);
}
