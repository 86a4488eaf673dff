import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { NewToken, TokenKind } from '@/db/tokens';

const PREFIXES: Record<TokenKind, string> = {
  session: 'dsp_session_',
  oauth2_access: 'dsp_access_',
  oauth2_refresh: 'dsp_refresh_',
  oauth1: 'dsp_oauth1_',
  api: 'dsp_api_',
  set_up: 'dsp_setup_',
  password: 'dsp_password_',
  device: 'dsp_device_',
};

/** Behind the 43 characters of 256 bits: eight of a checksum, by which a typing mistake or a leak is told without a look-up. */
const OURS = /^(dsp_[a-z0-9]+_[\w-]{43})([0-9a-f]{8})$/;

/** A new secret of 256 random bits, and the row that stands for it: only its SHA-256 is stored. */
export function mintToken(token: Omit<NewToken, 'hash' | 'lastFour'>): { secret: string; token: NewToken } {
  const random = PREFIXES[token.kind] + randomBytes(32).toString('base64url');
  const secret = random + checksum(random);
  return { secret, token: { ...token, hash: hashSecret(secret), lastFour: secret.slice(-4) } };
}

/** False for what looks like one of our secrets and is damaged or made up. Those of before the checksum have none. */
export function isIntact(secret: string): boolean {
  const [, random = '', sum] = OURS.exec(secret) ?? [];
  return sum === undefined || sum === checksum(random);
}

/** CRC-32, hex. It is no protection: it tells nonsense apart. */
function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}

/** SHA-256, hex: enough for a secret of 256 random bits. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
