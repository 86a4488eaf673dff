import { setSourceSecret } from '@/db/sources';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { newSecret } from './new-secret';
import { RotateQuery } from './schema';

const HOUR_MS = 3_600_000;

/** A new secret, and until when (epoch ms) the old one is accepted beside it. */
export interface RotatedSecret {
  secret: string;
  previousSecretUntil?: number;
}

/**
 * Gives a source a new secret. The old one stops working at once, or after `overlapHours`; one before that, at once.
 * @returns it, shown this once.
 * @throws ServiceError 10, 15, 16.
 */
export async function rotateSourceSecret(
  principal: Principal,
  name: string,
  query: URLSearchParams,
  now: number,
): Promise<RotatedSecret> {
  requirePermission(principal, 'MANAGE_SOURCES');
  const { overlapHours } = parseInput(RotateQuery, Object.fromEntries(query));
  const previousSecretUntil = overlapHours > 0 ? now + overlapHours * HOUR_MS : undefined;
  const { secret, ...stored } = newSecret(name);
  const changed = await setSourceSecret(name, stored, previousSecretUntil, now);
  if (changed === 0) throw resourceUnknown('source', name);
  return previousSecretUntil === undefined ? { secret } : { secret, previousSecretUntil };
}
