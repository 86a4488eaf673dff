import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { checkDatabase, command, databaseFile, dataDirectory, sync } from './data-dir.mjs';

/**
 * `npm run restore FILE [-- --replace]`: puts a backup in the place of the database. Never while a server runs; what is
 * there is kept beside it under another name.
 */
await command(([source, option]) => {
  if (!source) throw new Error('Say what from: npm run restore FILE');
  const file = path.resolve(source);
  if (!existsSync(file)) throw new Error(`There is no file ${file}`);
  const dataDir = dataDirectory();
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const target = databaseFile(dataDir);
  const version = checkSource(file);
  const lock = holdLock(dataDir);
  try {
    if (existsSync(target)) {
      if (option !== '--replace') {
        throw new Error(`${target} is there: npm run restore ${source} -- --replace keeps it under another name`);
      }
      setAside(target);
    }
    copyFileSync(file, `${target}.part`);
    sync(`${target}.part`);
    // It tells of the database that was there before: see db/file-state.ts.
    rmSync(`${target}.state`, { force: true });
    renameSync(`${target}.part`, target);
  } finally {
    lock.close();
  }
  process.stdout.write(`Restored ${target} (schema ${version}).\n`);
  if (!process.env.SECRET_KEY && !existsSync(path.join(dataDir, 'secret.key'))) {
    process.stdout.write(`Put secret.key back into ${dataDir} before you start, or set SECRET_KEY.\n`);
  }
});

function checkSource(file) {
  if (isLiveCopy(file)) {
    throw new Error(
      `${file} was copied from a running database: what was committed last is missing in it. Make a backup with npm run backup; of a copy that is whole (litestream restore), say so first: sqlite3 ${file} 'PRAGMA journal_mode = DELETE'`,
    );
  }
  try {
    return checkDatabase(file);
  } catch (error) {
    throw new Error(`${file} is no backup that can be restored: ${error.message}`);
  }
}

/** A database in use has a write-ahead log beside it, and says so in its header; `npm run backup` makes one that stands alone. */
function isLiveCopy(file) {
  const WAL_FORMAT = 2;
  const header = Buffer.alloc(20);
  const descriptor = openSync(file, 'r');
  readSync(descriptor, header, 0, header.length, 0);
  closeSync(descriptor);
  return header.toString('latin1', 0, 15) === 'SQLite format 3' && header[18] === WAL_FORMAT;
}

/** The lock that a running server holds for its life, as db/lock.ts takes it. */
function holdLock(dataDir) {
  const lock = new SqliteDatabase(path.join(dataDir, 'engine.lock'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch {
    lock.close();
    throw new Error(`A server works on ${dataDir}: stop it first`);
  }
}

/** With its write-ahead log: without it, what was committed last would be lost. */
function setAside(target) {
  const name = `${target}.replaced-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(target + suffix)) renameSync(target + suffix, name + suffix);
  }
  process.stdout.write(`What was there is ${name} now.\n`);
}
