import { lt } from 'drizzle-orm';
import { database, writeTransaction } from './client';
import { oauth1Nonces } from './schema/oauth1';

export interface SeenRequest {
  /** SHA-256, hex, over everything that makes a signed request unique. */
  hash: string;
  /** Epoch milliseconds; after that its timestamp alone refuses it. */
  expiresAt: number;
  now: number;
}

/** Remembers signed requests, and forgets expired ones. @returns for each, whether it was seen for the first time. */
export async function rememberRequests(requests: readonly SeenRequest[]): Promise<boolean[]> {
  const now = Math.max(...requests.map((request) => request.now));
  return writeTransaction(() => {
    database().delete(oauth1Nonces).where(lt(oauth1Nonces.expiresAt, now)).run();
    return requests.map(
      ({ hash, expiresAt }) =>
        database().insert(oauth1Nonces).values({ hash, expiresAt }).onConflictDoNothing().run().changes === 1,
    );
  });
}
