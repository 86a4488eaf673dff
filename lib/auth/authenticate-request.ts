import { ServiceError } from '@/lib/errors/service-error';
import { serverContext } from '@/lib/server/context';
import { authenticateBearer, authenticateSession, bearerToken } from './authenticate';
import { authenticateOAuth1, isOAuth1 } from './oauth1';
import { NOBODY, PermissionDenied, type Principal } from './principal';
import { readSessionCookie } from './session';

type Headers = Readonly<Record<string, string | undefined>>;

/** True when people reach the console over HTTPS, so that the session cookie can insist on it. */
export function isSecure(): boolean {
  return serverContext().publicUrl.startsWith('https:');
}

/**
 * Who makes this request: by bearer token or OAuth1 signature, else by session cookie, which counts only without the others.
 * @param headers names in lower case.
 * @throws ServiceError 104 (nobody), 107–110 (OAuth1), 117, 118 (bearer), 10 (status 403) for a cookie sent from another site.
 */
export async function authenticateRequest(headers: Headers, method: string, now: number): Promise<Principal> {
  if (headers.authorization !== undefined) {
    if (isOAuth1(headers.authorization)) return authenticateOAuth1(headers, method, now);
    const token = bearerToken(headers.authorization);
    if (token === undefined) throw new ServiceError(104, 'The Authorization header is neither Bearer nor OAuth');
    return authenticateBearer(token, now);
  }
  const secret = readSessionCookie(headers.cookie, isSecure());
  const principal = secret === undefined ? undefined : await authenticateSession(secret, now);
  if (!principal) throw new ServiceError(104, 'Sign in, or send Authorization: Bearer with a token');
  assertSameOrigin(headers, method, principal);
  return principal;
}

/** A cookie alone proves nothing about who made the request (CSRF): the browser must say that it was our own page. */
export function assertSameOrigin(headers: Headers, method: string, principal: Principal = NOBODY): void {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return;
  const site = headers['sec-fetch-site'];
  const sameOrigin = site === undefined ? isOwnOrigin(headers.origin) : site === 'same-origin';
  if (sameOrigin) return;
  const expected = new URL(serverContext().publicUrl).origin;
  const message = `This request does not come from the console at ${expected}; PUBLIC_URL says where the console is reached`;
  throw new PermissionDenied(principal, message, { status: 403 });
}

function isOwnOrigin(origin: string | undefined): boolean {
  return origin !== undefined && origin === new URL(serverContext().publicUrl).origin;
}
