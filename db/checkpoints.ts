import type { Database } from 'better-sqlite3';
import type { Logger } from 'pino';
import type { Aside } from './aside';
import { isDatabaseBusy, rawDatabase } from './client';

const INTERVAL_MS = 500;
/** So many pages in the log make a checkpoint worth its while. Two hundred events a second, each alone, write twice as many. */
const MANY_PAGES = 4_096;
/** Fewer are checkpointed this long after the last time. */
const FEW_PAGES_MS = 10_000;
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
  let checkpointedAt = performance.now();
  let isRunning = false;

  async function checkpoint(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    try {
      const pages = countPages(sqlite);
      const isLongAgo = performance.now() - checkpointedAt >= FEW_PAGES_MS;
      if (pages === 0 || (pages < MANY_PAGES && !isLongAgo)) return;
      checkpointedAt = performance.now();
      await aside.checkpoint();
      if (sqlite.open) sqlite.pragma('wal_checkpoint(PASSIVE)');
    } catch (error) {
      if (sqlite.open && !isDatabaseBusy(error))
        logger.warn({ err: error }, 'the write-ahead log could not be shortened');
    } finally {
      isRunning = false;
    }
  }

  sqlite.pragma(`wal_autocheckpoint = ${LAST_RESORT_PAGES}`);
  const timer = setInterval(() => void checkpoint(), INTERVAL_MS);
  return () => clearInterval(timer);
}

/** Pages that are in the log and not yet in the database. */
function countPages(sqlite: Database): number {
  const [row] = sqlite.pragma('wal_checkpoint(NOOP)') as [{ log: number; checkpointed: number }];
  return row.log - row.checkpointed;
}
