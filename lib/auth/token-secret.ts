import { createHash, randomBytes } from 'node:crypto';
import type { NewToken, TokenKind } from '@/db/tokens';

const PREFIXES: Record<TokenKind, string> = {
  session: 'dsp_session_',
  oauth2_access: 'dsp_access_',
  oauth2_refresh: 'dsp_refresh_',
  oauth1: 'dsp_oauth1_',
  api: 'dsp_api_',
  set_up: 'dsp_setup_',
  password: 'dsp_password_',
};

/** A new secret of 256 random bits, and the row that stands for it: only its SHA-256 is stored. */
export function mintToken(token: Omit<NewToken, 'hash' | 'lastFour'>): { secret: string; token: NewToken } {
  const secret = PREFIXES[token.kind] + randomBytes(32).toString('base64url');
  return { secret, token: { ...token, hash: hashSecret(secret), lastFour: secret.slice(-4) } };
}

/** SHA-256, hex: enough for a secret of 256 random bits. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
