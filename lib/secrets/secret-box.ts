import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const MIN_KEY_LENGTH = 32;

/** The key that stored secrets were encrypted with is not at hand. */
export class SecretKeyError extends Error {
  override name = 'SecretKeyError';
}

/** Encrypts secrets for storage and decrypts them again. */
export interface SecretBox {
  /** @param place where the value is stored (`sources.secret:default`): a ciphertext moved elsewhere does not open. */
  seal(plaintext: string, place: string): string;
  /** @throws when the key is another one, the place differs, or a bit was changed. */
  open(sealed: string, place: string): string;
}

/** AES-256-GCM with a random 96-bit nonce; the key comes from `secretKey` by HKDF-SHA256. */
export function createSecretBox(secretKey: string): SecretBox {
  const key = Buffer.from(hkdfSync('sha256', secretKey, 'dispatchers', 'stored secrets', 32));
  return {
    seal(plaintext, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([nonce, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${VERSION}:${sealed.toString('base64')}`;
    },
    open(sealed, place) {
      const [version, encoded = ''] = sealed.split(':');
      if (version !== VERSION) throw new Error(`unknown form of sealed secret at ${place}`);
      const bytes = Buffer.from(encoded, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(place));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const text = [decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()];
      return Buffer.concat(text).toString('utf8');
    },
  };
}

/** The key from the environment, else the one kept in `dataDir`, which is made at the first start (mode 0600). */
export function loadSecretKey(fromEnvironment: string | undefined, dataDir: string): string {
  if (fromEnvironment) return fromEnvironment;
  const file = path.join(dataDir, 'secret.key');
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx', flush: true });
  }
  chmodSync(file, 0o600);
  const key = readFileSync(file, 'utf8').trim();
  if (key.length < MIN_KEY_LENGTH)
    throw new SecretKeyError(`${file} is damaged: put the right key back, from a backup`);
  return key;
}
