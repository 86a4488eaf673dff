import type SqliteDatabase from 'better-sqlite3';

/** As minimum-versions.json says; a test compares them. */
export const OLDEST_SQLITE: readonly number[] = [3, 51, 3];

/** A reason not to start, in words that name the remedy. */
export class DatabaseStartError extends Error {
  override name = 'DatabaseStartError';
}

/**
 * The promise of a 2xx rests on these; a build or a setting that breaks them must not start.
 * @throws DatabaseStartError naming what is not as it must be.
 */
export function assertDurable(sqlite: SqliteDatabase.Database): void {
  const journal = sqlite.pragma('journal_mode', { simple: true });
  const synchronous = Number(sqlite.pragma('synchronous', { simple: true }));
  const foreignKeys = Number(sqlite.pragma('foreign_keys', { simple: true }));
  const version = String(sqlite.prepare('select sqlite_version()').pluck().get());
  if (journal !== 'wal') throw new DatabaseStartError(`journal_mode is ${journal}, not wal: use a local disk`);
  if (synchronous < 2) throw new DatabaseStartError(`synchronous is ${synchronous}, not FULL (2)`);
  if (foreignKeys !== 1) throw new DatabaseStartError('foreign keys are off');
  const parts = version.split('.').map(Number);
  const compared = OLDEST_SQLITE.map((wanted, i) => (parts[i] ?? 0) - wanted).find((d) => d !== 0) ?? 0;
  if (compared < 0) throw new DatabaseStartError(`SQLite ${version} is older than ${OLDEST_SQLITE.join('.')}`);
}
