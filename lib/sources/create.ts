import { isUniqueViolation } from '@/db/client';
import { insertSource } from '@/db/sources';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { nameTaken } from '@/lib/errors/name-taken';
import { parseInput } from '@/lib/http/parse-input';
import { newSecret } from './new-secret';
import { type Source, SourceInput } from './schema';

/**
 * Opens a webhook address.
 * @returns the source, with its secret (`whsec_…`), shown this once.
 * @throws ServiceError 10, 14, 15, 17 (name taken).
 */
export async function createSource(
  principal: Principal,
  body: unknown,
  now: number,
): Promise<Source & { secret: string }> {
  requirePermission(principal, 'MANAGE_SOURCES');
  const input = parseInput(SourceInput, body);
  const { secret, ...stored } = newSecret(input.name);
  try {
    return { ...(await insertSource({ ...input, ...stored }, now)), secret };
  } catch (error) {
    throw isUniqueViolation(error) ? nameTaken('A source', input.name) : error;
  }
}
