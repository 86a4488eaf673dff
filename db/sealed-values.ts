import { keepBooks, rawDatabase } from './client';

/** A column that holds secrets in encrypted form. */
export interface SealedColumn {
  table: string;
  /** Whose value, after a colon, is part of the place that a secret is bound to. */
  key: string;
  column: string;
}

interface SealedRow {
  rowid: number;
  key: string;
  sealed: string;
}

const BATCH = 200;

/**
 * Gives every value of a column to `reseal` and stores what it answers; undefined leaves it as it is. Some rows a
 * transaction: what stops it leaves a part done, and the next time goes on with the rest. @returns how many were changed.
 */
export function resealColumn(
  { table, key, column }: SealedColumn,
  reseal: (sealed: string, key: string) => string | undefined,
): number {
  const sqlite = rawDatabase();
  const read = sqlite.prepare<[number, number], SealedRow>(
    `SELECT rowid, ${key} AS key, ${column} AS sealed FROM ${table} WHERE rowid > ? AND ${column} IS NOT NULL ORDER BY rowid LIMIT ?`,
  );
  const write = sqlite.prepare(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`);
  let changed = 0;
  for (let after = 0, rows = read.all(after, BATCH); rows.length > 0; rows = read.all(after, BATCH)) {
    const resealed = rows.map((row) => ({ rowid: row.rowid, value: reseal(row.sealed, row.key) }));
    keepBooks(() => {
      for (const { rowid, value } of resealed) if (value !== undefined) changed += write.run(value, rowid).changes;
    });
    after = rows.at(-1)?.rowid ?? Number.MAX_SAFE_INTEGER;
  }
  return changed;
}

/** Writes the file anew, without what was replaced or deleted, and empties the write-ahead log. */
export function eraseReplaced(): void {
  rawDatabase().exec('VACUUM');
  rawDatabase().pragma('wal_checkpoint(TRUNCATE)');
}
