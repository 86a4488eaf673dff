import { headers } from 'next/headers';
import { cache } from 'react';
import { authenticateRequest } from '@/lib/auth/authenticate-request';
import type { Principal } from '@/lib/auth/principal';

/**
 * Reads what a document is to show at its first paint, as the one who asks for it. Undefined when that cannot be read: then
 * the page asks by itself, and says what is wrong. Undefined too within the console, where what is known may be newer.
 */
export async function readForDocument<T>(read: (principal: Principal) => Promise<T>): Promise<T | undefined> {
  try {
    const principal = await authenticateDocument();
    return principal && (await read(principal));
  } catch {
    return undefined;
  }
}

const authenticateDocument = cache(async () => {
  const sent = await headers();
  if (sent.get('sec-fetch-mode') !== 'navigate') return undefined;
  return authenticateRequest({ cookie: sent.get('cookie') ?? undefined }, 'GET', Date.now());
});
