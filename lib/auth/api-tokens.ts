import { findApiTokenOwner, insertTokens, pageApiTokens, revokeToken } from '@/db/tokens';
import { fieldFormat, resourceUnknown } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { hasPermission, type Principal, requireHeld, requirePermission } from './principal';
import { type ApiTokenInput, type ApiTokenList, ApiTokenListQuery, type CreatedApiToken } from './schema';
import { mintToken } from './token-secret';

const PAGE_SIZE = 100;

/**
 * Makes an API token of the caller's. Nobody can hand out what they do not hold.
 * @returns its id and its secret, which is shown this once. @throws ServiceError 10, 15 (it would have expired already).
 */
export async function createApiToken(
  principal: Principal,
  input: ApiTokenInput,
  now: number,
): Promise<CreatedApiToken> {
  requirePermission(principal, 'MANAGE_TOKENS');
  requireHeld(principal, input.permissions);
  const { name, permissions, expiresAt } = input;
  if (expiresAt !== undefined && expiresAt <= now) {
    throw fieldFormat([{ path: 'expiresAt', message: 'must be in the future' }]);
  }
  const { secret, token } = mintToken({ kind: 'api', userId: principal.userId, name, permissions, expiresAt });
  const note = { act: 'create', object: { kind: 'token', name }, after: { permissions, expiresAt } };
  const [id = ''] = await insertTokens([token], now, note);
  return { id, name, secret, permissions, expiresAt };
}

/** The caller's API tokens, newest first; with MANAGE_TOKENS those of everybody. @throws ServiceError 10, 15. */
export async function listApiTokens(principal: Principal, query: string): Promise<ApiTokenList> {
  const { before } = parseInput(ApiTokenListQuery, Object.fromEntries(new URLSearchParams(query)));
  const ofAll = hasPermission(principal, 'MANAGE_TOKENS');
  if (!ofAll && principal.userId === undefined) return { data: [] };
  const found = await pageApiTokens({ userId: ofAll ? undefined : principal.userId, before, limit: PAGE_SIZE });
  const data = found.slice(0, PAGE_SIZE).map(({ name, permissions, user, expiresAt, lastUsedAt, ...rest }) => ({
    ...rest,
    name: name ?? '',
    ...(permissions === null ? {} : { permissions }),
    ...(user === null ? {} : { user }),
    own: user !== null && user.id === principal.userId,
    ...(expiresAt === null ? {} : { expiresAt }),
    ...(lastUsedAt === null ? {} : { lastUsedAt }),
  }));
  const last = data.at(-1);
  return { data, ...(found.length > PAGE_SIZE && last ? { nextBefore: last.id } : {}) };
}

/** Revokes an API token: its next call is refused. What is not the caller's is not there for them. @throws ServiceError 16. */
export async function revokeApiToken(principal: Principal, id: string, now: number): Promise<void> {
  const owner = await findApiTokenOwner(id);
  const isOwn = typeof owner === 'string' && owner === principal.userId;
  const isTheirs = isOwn || hasPermission(principal, 'MANAGE_TOKENS');
  if (!isTheirs || !(await revokeToken(id, 'api', now, { act: 'revoke', object: { kind: 'token', id } })))
    throw resourceUnknown('API token', id);
}
