import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';

export interface Lock {
  isHeld(): boolean;
  release(): void;
}

/** Another process works on this data directory. */
export class LockHeldError extends Error {
  override name = 'LockHeldError';
}

/**
 * Takes the data directory for this process: an exclusive transaction on a small side database, held for life.
 * The operating system gives it up when the process dies, however it dies; a pid file could not do that.
 * @throws LockHeldError naming the holder.
 */
export function holdLock(dataDir: string): Lock {
  const whoFile = path.join(dataDir, 'engine.pid');
  const sqlite = new SqliteDatabase(path.join(dataDir, 'engine.lock'), { timeout: 0 });
  try {
    sqlite.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    sqlite.close();
    if (!(error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY')) throw error;
    throw new LockHeldError(
      `${dataDir} is in use by ${readHolder(whoFile)}; stop it first, or choose another DATA_DIR`,
    );
  }
  writeFileSync(whoFile, `process ${process.pid} on ${hostname()}`);
  return { isHeld: () => sqlite.open && sqlite.inTransaction, release: () => sqlite.close() };
}

function readHolder(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return 'another process';
  }
}
