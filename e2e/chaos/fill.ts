import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';

/** Writes straight into the tables of a server that is not running. */
export function fillDatabase(dataDir: string, statements: readonly string[]): void {
  const sqlite = new SqliteDatabase(path.join(dataDir, 'dispatchers.db'), { fileMustExist: true });
  sqlite.pragma('synchronous = OFF');
  sqlite.pragma('cache_size = -200000');
  sqlite.exec(`BEGIN;${statements.join(';')};COMMIT`);
  sqlite.pragma('wal_checkpoint(TRUNCATE)');
  sqlite.close();
}

/** Numbers from 1 to `count`, as a table `numbers(n)`. */
export function numbers(count: number): string {
  return `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})`;
}

/** Events of a type that nobody has heard yet, the ids of which begin after `from`. */
export function insertEvents(count: number, from: number, type: string, runs: number): string {
  return `INSERT INTO events (id, type, content, source, body_hash, outcome, run_count, depth, creation_timestamp, update_timestamp)
    ${numbers(count)}
    SELECT printf('%024x', n + ${from}), '${type}', '{"text":"' || hex(zeroblob(200)) || '"}', 'default', 'x', 'no_dispatcher', ${runs}, 0, n, n
    FROM numbers`;
}
