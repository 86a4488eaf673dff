import { createHash } from 'node:crypto';
import type { KeyedRequest, MadeOnce } from '@/db/request-keys';
import type { Principal } from '@/lib/auth/principal';
import { fieldFormat, ServiceError } from '@/lib/errors/service-error';
import type { JsonObject } from '@/lib/format/json';

/** The longest `Idempotency-Key`, also of events. */
export const MAX_KEY_LENGTH = 256;

/** What a request made; `duplicate`: it had made it before, and nothing was done now. */
export type Created<T> = T & { duplicate?: true };

/**
 * The request as it is recognised when it comes again: by its operation, caller and key. Without a key every one is new.
 * @throws ServiceError 15 when the key is too long.
 */
export function keyedRequest(
  operation: string,
  principal: Principal,
  request: { key: string | undefined; body: unknown; now: number },
): KeyedRequest | undefined {
  const { key, body, now } = request;
  if (!key) return undefined;
  if (key.length > MAX_KEY_LENGTH) {
    throw fieldFormat([{ path: 'Idempotency-Key', message: `must be at most ${MAX_KEY_LENGTH} characters` }]);
  }
  const caller = principal.userId ?? principal.applicationId ?? principal.tokenId ?? principal.kind;
  return { hash: sha256([operation, caller, key]), bodyHash: sha256(body), now };
}

/** What the request made, now or before. @throws ServiceError 26 (status 422) when its key stands for something else. */
export function createdBy<T extends object>(made: MadeOnce, found: T | undefined): Created<T> {
  if (made.status === 'conflict') {
    throw refused(`Another request had this Idempotency-Key before, and made ${made.id}`);
  }
  if (!found) throw refused(`What was made with this Idempotency-Key has been removed: ${made.id}`);
  return made.status === 'duplicate' ? { ...found, duplicate: true } : found;
}

/** The answer to a request that makes something: `duplicate: true` when it had done so before. */
export function toWireCreated<T extends object>(created: Created<T>, toWire: (made: T) => JsonObject): JsonObject {
  return created.duplicate ? { ...toWire(created), duplicate: true } : toWire(created);
}

function refused(message: string): ServiceError {
  return new ServiceError(26, `${message}. Nothing was done`, { status: 422 });
}

function sha256(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('hex');
}
