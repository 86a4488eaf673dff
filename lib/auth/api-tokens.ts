import { insertTokens, revokeToken } from '@/db/tokens';
import { resourceUnknown } from '@/lib/errors/service-error';
import { type Principal, requireHeld, requirePermission } from './principal';
import type { ApiTokenInput } from './schema';
import { mintToken } from './token-secret';

/**
 * Makes an API token of the caller's. Nobody can hand out what they do not hold.
 * @returns its id and its secret, which is shown this once.
 */
export async function createApiToken(principal: Principal, input: ApiTokenInput, now: number) {
  requirePermission(principal, 'MANAGE_TOKENS');
  requireHeld(principal, input.permissions);
  const { name, permissions, expiresAt } = input;
  const { secret, token } = mintToken({ kind: 'api', userId: principal.userId, name, permissions, expiresAt });
  const note = { act: 'create', object: { kind: 'token', name }, after: { permissions, expiresAt } };
  const [id = ''] = await insertTokens([token], now, note);
  return { id, name, secret, permissions, expiresAt };
}

/** Revokes an API token: its next call is refused. */
export async function revokeApiToken(principal: Principal, id: string, now: number): Promise<void> {
  requirePermission(principal, 'MANAGE_TOKENS');
  if (!(await revokeToken(id, 'api', now, { act: 'revoke', object: { kind: 'token', id } })))
    throw resourceUnknown('API token', id);
}
