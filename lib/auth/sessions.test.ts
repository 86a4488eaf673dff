import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rawDatabase } from '@/db/client';
import { changeUser } from '@/db/user-changes';
import type { User } from '@/db/users';
import { type PrivateServer, refusalOf, startPrivateServer } from '@/lib/server/testing/private-server';
import { assertSameOrigin, authenticateRequest } from './authenticate-request';
import { findKnownDevice } from './known-device';
import { readSessionCookie, sessionCookie } from './session';
import { signIn, signOut } from './sign-in';
import { cheapHash, newUser, PASSWORD } from './testing';

const NOW = Date.UTC(2026, 4, 17, 12);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const OWN_PAGE = { 'sec-fetch-site': 'same-origin' };

let server: PrivateServer;
let user: User;
beforeAll(async () => {
  server = await startPrivateServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  user = await newUser(NOW);
});

async function begin(headers: Record<string, string> = {}, now = NOW) {
  const signedIn = await signIn(
    { email: user.email, password: PASSWORD },
    { ...OWN_PAGE, ...headers },
    '10.0.0.1',
    now,
  );
  return { ...signedIn, cookie: signedIn.cookies[0] ?? '' };
}
/** The Cookie header that a browser makes of a Set-Cookie header. */
const toCookie = (setCookie: string) => setCookie.split(';')[0] ?? '';
const who = (cookie: string, now = NOW) => authenticateRequest({ cookie }, 'GET', now);
const codeOf = async (act: () => unknown) => (await refusalOf(act)).code;

describe('S-06: a session', () => {
  it('is a cookie that only our own pages over HTTPS can send and no script can read', async () => {
    const { me, cookie } = await begin();
    expect(me).toMatchObject({ id: user.id, email: user.email, roles: ['Administrator'] });
    expect(cookie).toMatch(
      /^__Host-dispatchers-session=dsp_session_[\w-]{51}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200; Secure$/,
    );
    expect(await who(toCookie(cookie))).toMatchObject({ kind: 'user', userId: user.id });
  });

  it('goes without Secure where the console has no HTTPS, or browsers would drop it', () => {
    const cookie = sessionCookie('secret', false);
    expect(cookie).toBe('dispatchers-session=secret; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200');
    expect(readSessionCookie(`other=1; ${cookie}`, false)).toBe('secret');
    expect(readSessionCookie(cookie, true)).toBeUndefined();
  });

  it('is stored as a hash: who reads the database cannot use it', async () => {
    const secret = readSessionCookie(toCookie((await begin()).cookie), true) ?? '';
    expect(secret).not.toBe('');
    const stored = JSON.stringify(rawDatabase().prepare('SELECT * FROM tokens').all());
    expect(stored).not.toContain(secret);
  });

  it('ends 30 minutes after it was last used', async () => {
    const cookie = toCookie((await begin()).cookie);
    await who(cookie, NOW + 29 * MINUTE_MS);
    await who(cookie, NOW + 58 * MINUTE_MS);
    expect(await codeOf(() => who(cookie, NOW + 88 * MINUTE_MS))).toBe(104);
  });

  it('ends 12 hours after it began, however much it is used', async () => {
    const cookie = toCookie((await begin()).cookie);
    let now = NOW;
    for (; now < NOW + 12 * HOUR_MS; now += 20 * MINUTE_MS) await who(cookie, now);
    expect(await codeOf(() => who(cookie, NOW + 12 * HOUR_MS))).toBe(104);
  });

  it('that was there before a sign-in is ended by it, so that nobody can plant one', async () => {
    const planted = toCookie((await begin()).cookie);
    const own = toCookie((await begin({ cookie: planted })).cookie);
    expect(own).not.toBe(planted);
    expect(await codeOf(() => who(planted))).toBe(104);
    expect(await who(own)).toMatchObject({ userId: user.id });
  });

  it('that the server never made is not taken up by a sign-in', async () => {
    const made = '__Host-dispatchers-session=dsp_session_madeup';
    const own = toCookie((await begin({ cookie: made })).cookie);
    expect(own).not.toBe(made);
    expect(await codeOf(() => who(made))).toBe(104);
  });

  it('ends at once when its user signs out', async () => {
    const cookie = toCookie((await begin()).cookie);
    const removal = await signOut({ ...OWN_PAGE, cookie }, NOW);
    expect(removal).toContain('Max-Age=0');
    expect(await codeOf(() => who(cookie))).toBe(104);
  });

  it('counts roles as they are now, and is of no use to a disabled user', async () => {
    const cookie = toCookie((await begin()).cookie);
    rawDatabase().prepare(`UPDATE users SET roles = '["Viewer"]' WHERE id = ?`).run(user.id);
    expect((await who(cookie)).permissions.has('CREATE_EVENTS')).toBe(false);
    rawDatabase().prepare('UPDATE users SET enabled = 0 WHERE id = ?').run(user.id);
    expect(await codeOf(() => who(cookie))).toBe(104);
  });

  it('is no bearer token, and a bearer token is no session', async () => {
    const secret = readSessionCookie(toCookie((await begin()).cookie), true) ?? '';
    expect(await codeOf(() => authenticateRequest({ authorization: `Bearer ${secret}` }, 'GET', NOW))).toBe(117);
  });
});

describe('S-04: a known browser', () => {
  const [SESSION, DEVICE] = [0, 1];
  const deviceOf = async (headers = {}) => toCookie((await begin(headers)).cookies[DEVICE] ?? '');

  it('is remembered at the first sign-in, and not again', async () => {
    const { cookies } = await begin();
    expect(cookies[DEVICE]).toMatch(
      /^__Host-dispatchers-device=dsp_device_[\w-]{51}; Path=\/; HttpOnly; SameSite=Lax; /,
    );
    expect((await begin({ cookie: toCookie(cookies[DEVICE] ?? '') })).cookies).toHaveLength(1);
  });

  it('opens nothing, and helps nobody but its owner', async () => {
    const device = await deviceOf();
    const asSession = device.replace('dispatchers-device', 'dispatchers-session');
    const asToken = { authorization: `Bearer ${device.split('=')[1]}` };
    expect([await codeOf(() => who(device)), await codeOf(() => who(asSession))]).toEqual([104, 104]);
    expect(await codeOf(() => authenticateRequest(asToken, 'GET', NOW))).toBe(117);
    const other = await newUser(NOW);
    const find = (email: string, now = NOW) => findKnownDevice(device, email, true, now);
    expect([await find(other.email), await find('nobody@example.com')]).toEqual([undefined, undefined]);
    expect(await find(user.email)).toBeDefined();
    expect(await find(user.email, NOW + 181 * 24 * HOUR_MS)).toBeUndefined();
  });

  it('lets its owner in while strangers guess, and is forgotten with a new password', async () => {
    const device = await deviceOf();
    const guess = (headers = {}) =>
      codeOf(() => signIn({ email: user.email, password: 'wrong' }, { ...OWN_PAGE, ...headers }, '10.9.9.9', NOW));
    for (let i = 0; i < 6; i++) expect(await guess()).toBe(106);
    expect(await guess()).toBe(211);
    expect(await codeOf(() => begin())).toBe(211);
    expect(await who(toCookie((await begin({ cookie: device })).cookies[SESSION] ?? ''))).toMatchObject({
      userId: user.id,
    });
    await changeUser(user.id, () => ({ passwordHash: cheapHash('another one') }), { now: NOW });
    expect(await findKnownDevice(device, user.email, true, NOW)).toBeUndefined();
  });
});

describe('S-06: who makes a request', () => {
  it('is nobody without a cookie or a token, or with an Authorization header of another kind', async () => {
    expect(await codeOf(() => authenticateRequest({}, 'GET', NOW))).toBe(104);
    expect(await codeOf(() => authenticateRequest({ authorization: 'Basic eDp5' }, 'GET', NOW))).toBe(104);
  });

  it('is decided by the token when there is one, whatever the cookie says', async () => {
    const cookie = toCookie((await begin()).cookie);
    expect(await codeOf(() => authenticateRequest({ cookie, authorization: 'Bearer x' }, 'GET', NOW))).toBe(117);
  });

  it('by cookie, must come from our own pages to change anything', async () => {
    const cookie = toCookie((await begin()).cookie);
    expect(await refusalOf(() => authenticateRequest({ cookie }, 'POST', NOW))).toMatchObject({
      code: 10,
      status: 403,
    });
    await authenticateRequest({ cookie, ...OWN_PAGE }, 'POST', NOW);
  });
});

describe('S-07: a request that changes something', () => {
  const isTaken = (headers: Record<string, string>, method = 'POST') => {
    try {
      assertSameOrigin(headers, method);
      return true;
    } catch {
      return false;
    }
  };

  it.each([
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'none' }, false],
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://dispatchers.test' }, false],
    [{ origin: 'https://dispatchers.test' }, true],
    [{ origin: 'http://dispatchers.test' }, false],
    [{ origin: 'https://dispatchers.test:8443' }, false],
    [{ origin: 'https://dispatchers.test.evil.test' }, false],
    [{ origin: 'https://evil.test' }, false],
    [{ origin: 'null' }, false],
    [{}, false],
  ])('with %j is taken: %s', (headers, taken) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) expect(isTaken(headers, method)).toBe(taken);
    for (const method of ['GET', 'HEAD', 'OPTIONS']) expect(isTaken(headers, method)).toBe(true);
  });

  it('cannot be a sign-in that another site sends, even with the right password', async () => {
    expect(await codeOf(() => begin({ 'sec-fetch-site': 'cross-site' }))).toBe(10);
  });

  const address = 'http://localhost:3000';
  afterEach(() => {
    server.context.publicUrl = 'https://dispatchers.test';
  });
  it('is compared with the address that people use', () => {
    server.context.publicUrl = address;
    expect([isTaken({ origin: address }), isTaken({ origin: 'http://localhost:3001' })]).toEqual([true, false]);
  });
});
