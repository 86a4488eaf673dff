import type { User } from '@/db/users';
import { parseInput } from '@/lib/http/parse-input';
import { toMe } from '@/lib/users/me';
import { assertSameOrigin, isSecure } from './authenticate-request';
import { type Me, SetUpInput, SignInInput } from './schema';
import { endSession, readSessionCookie, sessionCookie, startSession } from './session';
import { setUpFirstAdministrator } from './set-up';
import { verifyCredentials } from './verify-credentials';

type Headers = Readonly<Record<string, string | undefined>>;

/** @returns who signed in, and the Set-Cookie value of the new session. @throws ServiceError 10, 14, 15, 106, 211. */
export async function signIn(body: unknown, headers: Headers, address: string, now: number) {
  assertSameOrigin(headers, 'POST');
  const { email, password } = parseInput(SignInInput, body);
  const user = await verifyCredentials(email, password, address, now);
  return begin(user, headers, now);
}

/** Makes the first administrator and signs them in. @throws ServiceError 10, 14, 15, 27, 104. */
export async function setUp(body: unknown, headers: Headers, now: number) {
  assertSameOrigin(headers, 'POST');
  const user = await setUpFirstAdministrator(parseInput(SetUpInput, body), now);
  return begin(user, headers, now);
}

/** Ends the session of this request. @returns the Set-Cookie value that removes the cookie. */
export async function signOut(headers: Headers, now: number): Promise<string> {
  assertSameOrigin(headers, 'DELETE');
  await endCurrent(headers, now);
  return sessionCookie(undefined, isSecure());
}

/** A session from before the sign-in is never carried on: whoever planted it would share the new one. */
async function begin(user: User, headers: Headers, now: number): Promise<{ me: Me; cookie: string }> {
  await endCurrent(headers, now);
  return { me: toMe(user), cookie: sessionCookie(await startSession(user.id, now), isSecure()) };
}

async function endCurrent(headers: Headers, now: number): Promise<void> {
  const secret = readSessionCookie(headers.cookie, isSecure());
  if (secret !== undefined) await endSession(secret, now);
}
