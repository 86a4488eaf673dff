import { statSync } from 'node:fs';
import { isStorageUnavailable, rawDatabase, schemaVersion } from './client';
import { writeAPage } from './file-state';

/** True when a write goes through now: a real one, of one page, in its own commit. */
export function isDatabaseWritable(): boolean {
  try {
    writeAPage(rawDatabase());
    return true;
  } catch (error) {
    if (isStorageUnavailable(error)) return false;
    throw error;
  }
}

/** True when the database has the schema that this release works with. */
export function isMigrated(): boolean {
  const version = rawDatabase().prepare('SELECT max(version) FROM schema_version').pluck().get();
  return version === schemaVersion();
}

/** Bytes of the database file, and of what was written since the last checkpoint. */
export function databaseSize(): { database: number; wal: number } {
  const file = rawDatabase().name;
  const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return { database: sizeOf(file), wal: sizeOf(`${file}-wal`) };
}
