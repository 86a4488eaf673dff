import { readFileSync } from 'node:fs';
import path from 'node:path';
import type SqliteDatabase from 'better-sqlite3';

interface Migration {
  version: number;
  name: string;
  statements: string[];
}

/** The database cannot be brought to the schema of this release. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

/**
 * Brings the database to the newest schema, one transaction per migration, with the version written in the same one.
 * Foreign keys are switched off *outside* the transaction (inside, SQLite ignores the pragma, and rebuilding a table
 * would cascade into its children) and checked before the commit. A copy is kept before an existing database changes,
 * under the schema that it has: an upgrade that is interrupted and goes on does not overwrite the first copy.
 * @returns the version that it has now.
 * @throws MigrationError when the database is newer than this release, or a migration would break a reference.
 */
export async function migrate(sqlite: SqliteDatabase.Database, directory: string, file: string): Promise<number> {
  sqlite.exec(
    'CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT',
  );
  const current = Number(sqlite.prepare('SELECT coalesce(max(version), -1) FROM schema_version').pluck().get());
  const migrations = readMigrations(directory);
  const newest = migrations.at(-1)?.version ?? -1;
  if (current > newest) {
    throw new MigrationError(
      `${file} has schema ${current}, this release knows ${newest}: start the newer release instead`,
    );
  }
  const pending = migrations.filter((migration) => migration.version > current);
  if (pending.length > 0 && current >= 0) await sqlite.backup(`${file}.schema-${current}`);
  for (const migration of pending) apply(sqlite, migration);
  return newest;
}

function apply(sqlite: SqliteDatabase.Database, migration: Migration): void {
  sqlite.pragma('foreign_keys = OFF');
  try {
    sqlite
      .transaction(() => {
        for (const statement of migration.statements) sqlite.exec(statement);
        const broken = sqlite.pragma('foreign_key_check') as unknown[];
        if (broken.length > 0) throw new MigrationError(`${migration.name} would break ${broken.length} references`);
        sqlite
          .prepare('INSERT INTO schema_version VALUES (?, ?, ?)')
          .run(migration.version, migration.name, Date.now());
      })
      .immediate();
  } finally {
    sqlite.pragma('foreign_keys = ON');
  }
}

function readMigrations(directory: string): Migration[] {
  const journal = JSON.parse(readFileSync(path.join(directory, 'meta', '_journal.json'), 'utf8')) as {
    entries: { idx: number; tag: string }[];
  };
  return journal.entries.map(({ idx, tag }) => ({
    version: idx,
    name: tag,
    statements: readFileSync(path.join(directory, `${tag}.sql`), 'utf8').split('--> statement-breakpoint'),
  }));
}
