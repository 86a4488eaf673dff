import { lt } from 'drizzle-orm';
import { database } from './client';
import { oauth1Nonces } from './schema/oauth1';

export interface SeenRequest {
  /** SHA-256, hex, over everything that makes a signed request unique. */
  hash: string;
  /** Epoch milliseconds; after that its timestamp alone refuses it. */
  expiresAt: number;
  now: number;
}

/**
 * Remembers a signed request, and forgets expired ones, inside a write transaction that the caller has opened.
 * @returns whether it was seen for the first time.
 */
export function rememberRequest({ hash, expiresAt, now }: SeenRequest): boolean {
  database().delete(oauth1Nonces).where(lt(oauth1Nonces.expiresAt, now)).run();
  return database().insert(oauth1Nonces).values({ hash, expiresAt }).onConflictDoNothing().run().changes === 1;
}
