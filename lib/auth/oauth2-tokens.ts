import { timingSafeEqual } from 'node:crypto';
import { type Application, findApplication, touchApplication } from '@/db/applications';
import type { AuditNote } from '@/db/audit';
import { findToken, insertTokens, revokeFamily, revokeToken } from '@/db/tokens';
import { ServiceError } from '@/lib/errors/service-error';
import { newObjectId } from '@/lib/format/id';
import { secretBox } from '@/lib/server/context';
import { TokenRequest } from './schema';
import { signInNote } from './session';
import { hashSecret, mintToken } from './token-secret';
import { verifyCredentials } from './verify-credentials';

const ACCESS_MS = 60 * 60_000;
const REFRESH_MS = 90 * 24 * 3_600_000;

/** The body of RFC 6749 section 5.1, with the ids that the official client expects. `expires_in` in seconds. */
export interface TokenResponse {
  access_token: string;
  token_type: 'bearer';
  expires_in: number;
  refresh_token: string;
  user_id: string;
  application_id: string;
}

const GRANTS = { password: grantByPassword, refresh_token: grantByRefreshToken };

/**
 * RFC 6749 token endpoint for the grants `password` and `refresh_token`.
 * @param body the parsed request body; `basic` the credentials of a Basic Authorization header, if any.
 * @throws ServiceError 119–124, 106, 211.
 */
export async function issueOAuth2Tokens(
  body: unknown,
  basic: { id: string; secret: string } | undefined,
  address: string,
  now: number,
): Promise<TokenResponse> {
  const parsed = TokenRequest.safeParse(body);
  const request = parsed.success ? parsed.data : {};
  const grant = Object.hasOwn(GRANTS, request.grant_type ?? '')
    ? GRANTS[request.grant_type as keyof typeof GRANTS]
    : undefined;
  if (!grant) throw new ServiceError(121, 'grant_type must be password or refresh_token');
  const application = await authenticateClient(request, basic);
  return grant(request, application, address, now);
}

async function authenticateClient(request: TokenRequest, basic: { id: string; secret: string } | undefined) {
  const application = await findApplication(basic?.id ?? request.client_id ?? '');
  if (application?.kind !== 'oauth2' || !application.enabled) throw new ServiceError(123, 'The client_id is unknown');
  if (application.secretCiphertext === null) return application;
  const expected = secretBox().open(application.secretCiphertext, `applications.secret:${application.clientId}`);
  const given = hashSecret(basic?.secret ?? request.client_secret ?? '');
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(hashSecret(expected)))) {
    throw new ServiceError(124, 'The client_secret is wrong');
  }
  return application;
}

async function grantByPassword(request: TokenRequest, application: Application, address: string, now: number) {
  const email = (request.username ?? '').trim().toLowerCase();
  const user = await verifyCredentials(email, request.password ?? '', { address }, now);
  return issue(user.id, application.id, newObjectId(now), now, signInNote(user.id, application.id));
}

/** A refresh token works once. One that comes a second time was stolen or copied: its whole family is revoked. */
async function grantByRefreshToken(request: TokenRequest, application: Application, _address: string, now: number) {
  const token = await findToken(hashSecret(request.refresh_token ?? ''));
  if (token?.kind !== 'oauth2_refresh' || !token.user?.enabled || token.applicationId !== application.id) {
    throw new ServiceError(119, 'The refresh token is unknown');
  }
  if (token.expiresAt !== null && token.expiresAt <= now) throw new ServiceError(120, 'The refresh token has expired');
  const first = token.revokedAt === null && (await revokeToken(token.id, 'oauth2_refresh', now));
  if (!first) {
    if (token.familyId) await revokeFamily(token.familyId, now);
    throw new ServiceError(119, 'The refresh token was used before');
  }
  return issue(token.user.id, application.id, token.familyId ?? newObjectId(now), now);
}

async function issue(
  userId: string,
  applicationId: string,
  familyId: string,
  now: number,
  note?: AuditNote,
): Promise<TokenResponse> {
  const access = mintToken({ kind: 'oauth2_access', userId, applicationId, familyId, expiresAt: now + ACCESS_MS });
  const refresh = mintToken({ kind: 'oauth2_refresh', userId, applicationId, familyId, expiresAt: now + REFRESH_MS });
  await insertTokens([access.token, refresh.token], now, note);
  await touchApplication(applicationId, now);
  return {
    access_token: access.secret,
    token_type: 'bearer',
    expires_in: ACCESS_MS / 1_000,
    refresh_token: refresh.secret,
    user_id: userId,
    application_id: applicationId,
  };
}
