import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SecretKeyError, type SecretKeys } from './secret-box';

const MIN_KEY_LENGTH = 32;

/** What the environment says of keys. */
export interface GivenKeys {
  secretKey: string | undefined;
  /** The one before, while what is sealed with it is being sealed anew. */
  oldSecretKey: string | undefined;
}

const keyFile = (dataDir: string) => path.join(dataDir, 'secret.key');
/** There while a rotation is under way. */
const nextFile = (dataDir: string) => path.join(dataDir, 'secret.key.next');

/**
 * The keys from the environment, else those kept in `dataDir`; the first one is made at the first start (mode 0600).
 * @param mayMake false: something is sealed already, and a new key would not open it.
 * @throws SecretKeyError when a file does not hold a key, is gone, or belongs to somebody else.
 */
export function loadSecretKeys({ secretKey, oldSecretKey }: GivenKeys, dataDir: string, mayMake = true): SecretKeys {
  if (secretKey !== undefined) return oldSecretKey === undefined ? [secretKey] : [secretKey, oldSecretKey];
  const [file, next] = [keyFile(dataDir), nextFile(dataDir)];
  if (!existsSync(file)) {
    if (!mayMake) throw new SecretKeyError(`${file} is gone: put it back, from a backup, or set SECRET_KEY`);
    writeKey(file);
  }
  return existsSync(next) ? [readKey(next), readKey(file)] : [readKey(file)];
}

/** Makes the key of a rotation, unless one was begun already. */
export function prepareNextKey(dataDir: string): void {
  loadSecretKeys({ secretKey: undefined, oldSecretKey: undefined }, dataDir);
  if (!existsSync(nextFile(dataDir))) writeKey(nextFile(dataDir));
}

/** Ends a rotation: the new key takes the old one's place. @returns where the old one is kept. */
export function takeNextKey(dataDir: string, now: number): string {
  const kept = `${keyFile(dataDir)}.until-${new Date(now).toISOString().replace(/[:.]/g, '-')}`;
  copyFileSync(keyFile(dataDir), kept);
  chmodSync(kept, 0o600);
  renameSync(nextFile(dataDir), keyFile(dataDir));
  return kept;
}

function writeKey(file: string): void {
  writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx', flush: true });
}

function readKey(file: string): string {
  const key = readOwn(file).trim();
  if (key.length < MIN_KEY_LENGTH)
    throw new SecretKeyError(`${file} is damaged: put the right key back, from a backup`);
  return key;
}

function readOwn(file: string): string {
  try {
    chmodSync(file, 0o600);
    return readFileSync(file, 'utf8');
  } catch (error) {
    const remedy = 'let the user who runs the server own it';
    throw new SecretKeyError(`${file} cannot be read (${(error as Error).message}): ${remedy}`, { cause: error });
  }
}
