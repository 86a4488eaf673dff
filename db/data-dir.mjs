import { closeSync, fsyncSync, openSync } from 'node:fs';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';

/** Where the server of this environment keeps its data. */
export function dataDirectory() {
  return path.resolve(process.env.DATA_DIR || './data');
}

export function databaseFile(dataDir) {
  return path.join(dataDir, 'dispatchers.db');
}

/** The version of the SQLite library that is built into better-sqlite3. */
export function sqliteVersion() {
  return new SqliteDatabase(':memory:').prepare('SELECT sqlite_version()').pluck().get();
}

/** Makes sure that a file's content is on the disk. */
export function sync(file) {
  const descriptor = openSync(file, 'r+');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** Looks at every page of a database. @returns its schema version; @throws when it is not sound, or not one of ours. */
export function checkDatabase(file) {
  const database = new SqliteDatabase(file, { readonly: true, fileMustExist: true });
  try {
    const found = database.pragma('integrity_check', { simple: true });
    if (found !== 'ok') throw new Error(`${file} is not sound: ${found}`);
    return database.prepare('SELECT max(version) FROM schema_version').pluck().get();
  } finally {
    database.close();
  }
}

/** Runs a command of the terminal: what stops it is said in a sentence. */
export async function command(run) {
  try {
    await run(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}
