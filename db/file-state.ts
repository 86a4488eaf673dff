import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseStartError } from './durability';

/** Beside the database: that there is one, and whether it was put away in order. */
const stateFile = (file: string) => `${file}.state`;

/**
 * SQLite would make an empty database where one is missing, and forget what was committed last when its log is missing.
 * @throws DatabaseStartError when a database was here, and it or its log is gone.
 */
export function assertWhole(file: string): void {
  const state = readState(file);
  if (state === undefined) return;
  const otherwise = `or remove ${stateFile(file)}`;
  if (!existsSync(file)) {
    const remedy = `put it back, restore a backup (npm run restore), ${otherwise} to begin with an empty one`;
    throw new DatabaseStartError(`${file} is gone, and what it held with it: ${remedy}`);
  }
  if (state === 'open' && !existsSync(`${file}-wal`)) {
    const remedy = `put it back, restore a backup (npm run restore), ${otherwise} when another program has merged it`;
    throw new DatabaseStartError(`${file}-wal is gone, and with it what was committed last: ${remedy}`);
  }
}

/**
 * To be called when the log is there. A process that ends by itself may have its connections closed on the way, which removes it.
 * @returns what stops it from noting that.
 */
export function noteOpen(file: string): () => void {
  writeState(file, 'open');
  const onExit = () => noteClosed(file);
  process.once('exit', onExit);
  return () => process.off('exit', onExit);
}

/** To be called before the log is removed, which it is when the last connection closes. */
export function noteClosed(file: string): void {
  if (readState(file) !== undefined) writeState(file, 'closed');
}

function readState(file: string): string | undefined {
  return existsSync(stateFile(file)) ? readFileSync(stateFile(file), 'utf8') : undefined;
}

/** On disk before anything else happens: after a power loss it must not say that a log is there which was removed. */
function writeState(file: string, state: 'open' | 'closed'): void {
  if (readState(file) === state) return;
  writeFileSync(stateFile(file), state, { mode: 0o600, flush: true });
  const folder = openSync(path.dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
