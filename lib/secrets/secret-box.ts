import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

const VERSION = 'v2';
/** Of before each value named its key. */
const OLD_VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID_LENGTH = 12;

/** The key that stored secrets were encrypted with is not at hand. */
export class SecretKeyError extends Error {
  override name = 'SecretKeyError';
}

/** Encrypts secrets for storage and decrypts them again. */
export interface SecretBox {
  /** @param place where the value is stored (`sources.secret:default`): a ciphertext moved elsewhere does not open. */
  seal(plaintext: string, place: string): string;
  /** @throws when no key fits, the place differs, or a bit was changed. */
  open(sealed: string, place: string): string;
  /** False for what was sealed with an older key. */
  isCurrent(sealed: string): boolean;
}

/** Keys with which secrets are stored; what is sealed anew gets the first. */
export type SecretKeys = readonly [string, ...string[]];

interface Key {
  id: string;
  bytes: Buffer;
}

/** AES-256-GCM with a random 96-bit nonce; each key comes from a secret key by HKDF-SHA256. `v2:<key id>:<base64>`. */
export function createSecretBox(...secretKeys: SecretKeys): SecretBox {
  const keys = secretKeys.map(deriveKey);
  const current = keys[0] as Key;

  return {
    seal(plaintext, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', current.bytes, nonce).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([nonce, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${VERSION}:${current.id}:${sealed.toString('base64')}`;
    },
    open(sealed, place) {
      const [version, ...rest] = sealed.split(':');
      const [encoded = '', id] = rest.reverse();
      if (version !== VERSION && version !== OLD_VERSION) throw new Error(`unknown form of sealed secret at ${place}`);
      const candidates = version === OLD_VERSION ? keys : keys.filter((key) => key.id === id);
      return openWithAny(candidates, Buffer.from(encoded, 'base64'), place);
    },
    isCurrent: (sealed) => sealed.startsWith(`${VERSION}:${current.id}:`),
  };
}

/** The id tells which key it is, and nothing about it: both come from the secret by a one-way function. */
function deriveKey(secretKey: string): Key {
  const bytes = Buffer.from(hkdfSync('sha256', secretKey, 'dispatchers', 'stored secrets', 32));
  const id = createHash('sha256').update('key id').update(bytes).digest('hex').slice(0, KEY_ID_LENGTH);
  return { id, bytes };
}

function openWithAny(candidates: readonly Key[], bytes: Buffer, place: string): string {
  let refusal: unknown = new SecretKeyError(`the key of the secret at ${place} is not at hand`);
  for (const key of candidates) {
    try {
      return openWith(key, bytes, place);
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

function openWith(key: Key, bytes: Buffer, place: string): string {
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, NONCE_BYTES)).setAAD(
    Buffer.from(place),
  );
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const text = [decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()];
  return Buffer.concat(text).toString('utf8');
}
