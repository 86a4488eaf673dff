import type { User } from '@/db/users';
import { parseInput } from '@/lib/http/parse-input';
import { toMe } from '@/lib/users/me';
import { choosePassword } from '@/lib/users/password-link';
import { ChosenPassword } from '@/lib/users/schema';
import { assertSameOrigin, isSecure } from './authenticate-request';
import { findKnownDevice, rememberDevice } from './known-device';
import { type Me, SetUpInput, SignInInput } from './schema';
import { endSession, readSessionCookie, sessionCookie, startSession } from './session';
import { setUpFirstAdministrator } from './set-up';
import { verifyCredentials } from './verify-credentials';

type Headers = Readonly<Record<string, string | undefined>>;

export interface SignedIn {
  me: Me;
  /** Set-Cookie values, the session's first. */
  cookies: string[];
}

/** @returns who signed in, and the Set-Cookie values of the new session, and of the browser when it was not known. @throws ServiceError 10, 14, 15, 106, 211. */
export async function signIn(body: unknown, headers: Headers, address: string, now: number) {
  assertSameOrigin(headers, 'POST');
  const { email, password } = parseInput(SignInInput, body);
  const device = await findKnownDevice(headers.cookie, email, isSecure(), now);
  const user = await verifyCredentials(email, password, { address, device }, now);
  return begin(user, headers, address, now, true);
}

/** Makes the first administrator and signs them in. @throws ServiceError 10, 14, 15, 27, 104. */
export async function setUp(body: unknown, headers: Headers, address: string, now: number) {
  assertSameOrigin(headers, 'POST');
  const user = await setUpFirstAdministrator(parseInput(SetUpInput, body), now);
  return begin(user, headers, address, now);
}

/** Takes the password that was chosen by a one-time link, and signs in. @throws ServiceError 10, 14, 15, 104. */
export async function signInByLink(body: unknown, headers: Headers, address: string, now: number) {
  assertSameOrigin(headers, 'POST');
  const user = await choosePassword(parseInput(ChosenPassword, body), now);
  return begin(user, headers, address, now);
}

/** Ends the session of this request. @returns the Set-Cookie value that removes the cookie. */
export async function signOut(headers: Headers, now: number): Promise<string> {
  assertSameOrigin(headers, 'DELETE');
  await endCurrent(headers, now, true);
  return sessionCookie(undefined, isSecure());
}

/** Starts a session. One from before the sign-in is never carried on: whoever planted it would share the new one. */
async function begin(user: User, headers: Headers, address: string, now: number, isSignIn = false): Promise<SignedIn> {
  await endCurrent(headers, now);
  const secret = await startSession(user.id, now, { address, userAgent: headers['user-agent'] }, isSignIn);
  const cookie = sessionCookie(secret, isSecure());
  const isKnown = (await findKnownDevice(headers.cookie, user.email, isSecure(), now)) !== undefined;
  return { me: toMe(user), cookies: isKnown ? [cookie] : [cookie, await rememberDevice(user, isSecure(), now)] };
}

async function endCurrent(headers: Headers, now: number, isSignOut = false): Promise<void> {
  const secret = readSessionCookie(headers.cookie, isSecure());
  if (secret !== undefined) await endSession(secret, now, isSignOut);
}
