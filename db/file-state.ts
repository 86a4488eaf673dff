import { closeSync, existsSync, fsyncSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type SqliteDatabase from 'better-sqlite3';
import { DatabaseStartError } from './durability';

/** Beside the database: that there is one, whether it was put away in order, and which log is its own. */
const stateFile = (file: string) => `${file}.state`;

interface FileState {
  status: 'open' | 'closed';
  /** The first salt of its log when it was opened, of which SQLite counts on by one each time that it begins the log anew. */
  salt: number | undefined;
}

const WAL_HEADER_BYTES = 32;
const WAL_MAGIC = [0x377f0682, 0x377f0683];
/** So many times the log may have begun anew since: each after megabytes that were written. Salts are random 32-bit numbers. */
const MAX_LOG_RESTARTS = 2 ** 24;

/**
 * SQLite would make an empty database where one is missing, forget what was committed last when its log is missing, and
 * write over it what a log of another database says.
 * @throws DatabaseStartError when a database was here, and it or its log is gone, or the log is another's.
 */
export function assertWhole(file: string): void {
  const state = readState(file);
  if (state === undefined) return;
  const otherwise = `or remove ${stateFile(file)}`;
  if (!existsSync(file)) {
    const remedy = `put it back, restore a backup (npm run restore), ${otherwise} to begin with an empty one`;
    throw new DatabaseStartError(`${file} is gone, and what it held with it: ${remedy}`);
  }
  if (state.status === 'open' && !existsSync(`${file}-wal`)) {
    const remedy = `put it back, restore a backup (npm run restore), ${otherwise} when another program has merged it`;
    throw new DatabaseStartError(`${file}-wal is gone, and with it what was committed last: ${remedy}`);
  }
  if (!isOwnLog(`${file}-wal`, state)) {
    const remedy = `put its own back, restore a backup (npm run restore), ${otherwise} when another program has written it`;
    throw new DatabaseStartError(`${file}-wal is damaged or belongs to another database: ${remedy}`);
  }
}

function isOwnLog(log: string, { salt }: FileState): boolean {
  const header = readLogHeader(log);
  if (salt === undefined || header === undefined) return true;
  return header.sound && (header.salt - salt) >>> 0 < MAX_LOG_RESTARTS;
}

/** Undefined for a log in which nothing is written. See the section on the WAL header in https://sqlite.org/fileformat2.html. */
function readLogHeader(log: string): { sound: boolean; salt: number } | undefined {
  if (!existsSync(log)) return undefined;
  const header = Buffer.alloc(WAL_HEADER_BYTES);
  const descriptor = openSync(log, 'r');
  const length = readSync(descriptor, header, 0, WAL_HEADER_BYTES, 0);
  closeSync(descriptor);
  if (length < WAL_HEADER_BYTES) return undefined;
  return { sound: WAL_MAGIC.includes(header.readUInt32BE(0)), salt: header.readUInt32BE(16) };
}

/** Writes one page in a commit of its own. */
export function writeAPage(sqlite: SqliteDatabase.Database): void {
  sqlite.pragma(`user_version = ${(Number(sqlite.pragma('user_version', { simple: true })) + 1) % 1_000_000}`);
}

/** To be called before the first write: a log that is begun from nothing has another salt, and the process may die before it is noted. */
export function noteStarting(file: string): void {
  const state = readState(file);
  if (state && readLogHeader(`${file}-wal`) === undefined) writeState(file, { ...state, salt: undefined });
}

/**
 * To be called when something is written in the log. A process that ends by itself may have its connections closed on the
 * way, which removes it. @returns what stops it from noting that.
 */
export function noteOpen(file: string): () => void {
  writeState(file, { status: 'open', salt: readLogHeader(`${file}-wal`)?.salt });
  const onExit = () => noteClosed(file);
  process.once('exit', onExit);
  return () => process.off('exit', onExit);
}

/** To be called before the log is removed, which it is when the last connection closes. */
export function noteClosed(file: string): void {
  const state = readState(file);
  if (state) writeState(file, { ...state, status: 'closed' });
}

/** `open` or `closed`, and the salt in hexadecimal when it is known. */
function readState(file: string): FileState | undefined {
  if (!existsSync(stateFile(file))) return undefined;
  const [status, salt] = readFileSync(stateFile(file), 'utf8').split(' ');
  return { status: status === 'open' ? 'open' : 'closed', salt: salt ? Number.parseInt(salt, 16) : undefined };
}

/** On disk before anything else happens: after a power loss it must not say that a log is there which was removed. */
function writeState(file: string, { status, salt }: FileState): void {
  const text = salt === undefined ? status : `${status} ${salt.toString(16)}`;
  writeFileSync(stateFile(file), text, { mode: 0o600, flush: true });
  const folder = openSync(path.dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
