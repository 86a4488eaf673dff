import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rawDatabase } from '@/db/client';
import { permissionsOfRoles } from '@/db/roles';
import { uniqueName } from '@/db/testing';
import { insertTokens, type TokenKind } from '@/db/tokens';
import type { User } from '@/db/users';
import { authenticateBearer, authenticateSession } from '@/lib/auth/authenticate';
import type { Principal } from '@/lib/auth/principal';
import type { Permission } from '@/lib/auth/schema';
import { startSession } from '@/lib/auth/session';
import { newUser, PASSWORD } from '@/lib/auth/testing';
import { mintToken } from '@/lib/auth/token-secret';
import { verifyCredentials } from '@/lib/auth/verify-credentials';
import { allowed, type PrivateServer, refusalOf, startPrivateServer } from '@/lib/server/testing/private-server';
import { changeOwnPassword } from './change-password';
import { createUser } from './create';
import { deleteUser } from './delete';
import { listUsers } from './list';
import { choosePassword, resetPassword } from './password-link';
import { endOtherSessions, endOwnSession, endSessionsOf, listOwnSessions, listSessionsOf } from './sessions';
import { updateUser } from './update';
import { updateMe } from './update-me';

const NOW = Date.UTC(2026, 4, 17, 12);
const HOUR_MS = 3_600_000;
const NEW_PASSWORD = 'a door that opens softly';
const PLACE = { address: '10.0.0.1', userAgent: 'test' };

let server: PrivateServer;
beforeAll(async () => {
  server = await startPrivateServer();
});
afterAll(() => server.close());
afterEach(() => {
  rawDatabase().exec('DELETE FROM users; DELETE FROM sign_in_failures');
});

/** The user, signed in to the console. */
const as = (user: User): Principal => ({
  kind: 'user',
  userId: user.id,
  applicationId: undefined,
  permissions: permissionsOfRoles(user.roles),
});
const manager = (...more: Permission[]) => allowed('MANAGE_USERS', ...more);
const input = (changes: object = {}) => ({ email: `${uniqueName('new')}@example.com`, roles: ['Viewer'], ...changes });
const codeOf = async (act: () => unknown) => (await refusalOf(act)).code;
const secretOf = (url = '') => url.split('#')[1] ?? '';
async function tokenOf(user: User, kind: TokenKind): Promise<string> {
  const { secret, token } = mintToken({ kind, userId: user.id, expiresAt: NOW + HOUR_MS });
  await insertTokens([token], NOW);
  return secret;
}

describe('creating a user', () => {
  it('gives a one-time link by which they choose their password and sign in', async () => {
    const admin = await newUser(NOW);
    const { user, passwordLink } = await createUser(as(admin), input({ firstName: 'Ada' }), NOW);
    expect(user).toMatchObject({ state: 'invited', roles: ['Viewer'], firstName: 'Ada' });
    expect(passwordLink?.url).toMatch(/^https:\/\/dispatchers\.test\/set-password#dsp_password_[\w-]{51}$/);
    const token = secretOf(passwordLink?.url);
    expect((await choosePassword({ token, password: NEW_PASSWORD }, NOW)).email).toBe(user.email);
    expect(await codeOf(() => choosePassword({ token, password: NEW_PASSWORD }, NOW))).toBe(104);
  });

  it('needs no link when a password comes along, which must be a good one', async () => {
    const admin = as(await newUser(NOW));
    const { user, passwordLink } = await createUser(admin, input({ password: NEW_PASSWORD }), NOW);
    expect([user.state, passwordLink]).toEqual(['active', undefined]);
    const weak = await refusalOf(() => createUser(admin, input({ password: 'Password2026!' }), NOW));
    expect(weak.errors).toMatchObject([{ path: 'password' }]);
  });

  it('is refused for an address that is taken and a role that is not there, at their fields', async () => {
    const admin = await newUser(NOW);
    const taken = await refusalOf(() => createUser(as(admin), input({ email: admin.email }), NOW));
    expect([taken.code, taken.errors]).toMatchObject([17, [{ path: 'email' }]]);
    const unknown = await refusalOf(() => createUser(as(admin), input({ roles: ['Viewer', 'Wizard'] }), NOW));
    expect([unknown.code, unknown.errors]).toMatchObject([15, [{ path: 'roles' }]]);
  });

  it('gives no role that holds more than the caller', async () => {
    await newUser(NOW);
    expect(await codeOf(() => createUser(manager('VIEW_EVENTS'), input(), NOW))).toBe(10);
    expect(await codeOf(() => createUser(allowed(), input(), NOW))).toBe(10);
    const views = [...permissionsOfRoles(['Viewer'])];
    expect(await createUser(manager(...views), input(), NOW)).toHaveProperty('user');
  });
});

describe('who manages users', () => {
  it('cannot change, reset, sign out or delete somebody who holds more', async () => {
    const admin = await newUser(NOW);
    const weaker = manager(...permissionsOfRoles(['Viewer']));
    expect(await codeOf(() => updateUser(weaker, admin.id, { firstName: 'x' }, NOW))).toBe(10);
    expect(await codeOf(() => resetPassword(weaker, admin.id, NOW))).toBe(10);
    expect(await codeOf(() => listSessionsOf(weaker, admin.id, NOW))).toBe(10);
    expect(await codeOf(() => endSessionsOf(weaker, admin.id, NOW))).toBe(10);
    expect(await codeOf(() => deleteUser(weaker, admin.id))).toBe(10);
  });

  it('cannot change their own roles, disable or delete themselves, even as one of two administrators', async () => {
    const admin = await newUser(NOW);
    await newUser(NOW);
    expect(await codeOf(() => updateUser(as(admin), admin.id, { roles: ['Viewer'] }, NOW))).toBe(27);
    expect(await codeOf(() => updateUser(as(admin), admin.id, { enabled: false }, NOW))).toBe(27);
    expect(await codeOf(() => deleteUser(as(admin), admin.id))).toBe(27);
    expect(await updateUser(as(admin), admin.id, { firstName: 'Ada', roles: ['Administrator'] }, NOW)).toMatchObject({
      firstName: 'Ada',
    });
  });

  it('cannot raise their own role, nor give it to themselves through a token', async () => {
    await newUser(NOW);
    const person = await newUser(NOW, ['Viewer']);
    const own = {
      ...as(person),
      permissions: new Set<Permission>(['MANAGE_USERS', ...permissionsOfRoles(['Viewer'])]),
    };
    expect(await codeOf(() => updateUser(own, person.id, { roles: ['Administrator'] }, NOW))).toBe(27);
    const token = { ...own, userId: undefined };
    expect(await codeOf(() => updateUser(token, person.id, { roles: ['Administrator'] }, NOW))).toBe(10);
  });

  it('changes nothing for a user that is not there', async () => {
    const admin = as(await newUser(NOW));
    const nobody = 'f'.repeat(24);
    expect(await codeOf(() => updateUser(admin, nobody, { enabled: false }, NOW))).toBe(16);
    expect(await codeOf(() => deleteUser(admin, nobody))).toBe(16);
    expect(await codeOf(() => resetPassword(admin, nobody, NOW))).toBe(16);
  });
});

describe('the last administrator', () => {
  const system = {
    kind: 'system',
    userId: undefined,
    applicationId: undefined,
    permissions: new Set<never>(),
  } as const;

  it('cannot be demoted, disabled or deleted, whoever asks', async () => {
    const admin = await newUser(NOW);
    const gone = await newUser(NOW);
    await updateUser(system, gone.id, { enabled: false }, NOW);
    expect(await codeOf(() => updateUser(system, admin.id, { roles: ['Viewer'] }, NOW))).toBe(27);
    expect(await codeOf(() => updateUser(system, admin.id, { enabled: false }, NOW))).toBe(27);
    expect(await codeOf(() => deleteUser(system, admin.id))).toBe(27);
    expect((await listUsers(system, '')).data.find(({ id }) => id === admin.id)).toMatchObject({
      state: 'active',
      roles: ['Administrator'],
    });
  });

  it.each([
    ['demoted', (by: User, id: string) => updateUser(as(by), id, { roles: ['Viewer'] }, NOW)],
    ['disabled', (by: User, id: string) => updateUser(as(by), id, { enabled: false }, NOW)],
    ['deleted', (by: User, id: string) => deleteUser(as(by), id)],
  ] as const)('is left when two administrators have each other %s at once', async (_, act) => {
    const [a, b] = [await newUser(NOW), await newUser(NOW)];
    const outcomes = await Promise.allSettled([act(a, b.id), act(b, a.id)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { data } = await listUsers(system, 'state=enabled&role=Administrator');
    expect(data).toHaveLength(1);
  });
});

describe('what was got before', () => {
  it.each([
    ['other roles', { roles: ['Operator'] }, { session: false, oauth2_access: true, api: true }],
    ['being disabled', { enabled: false }, { session: false, oauth2_access: false, api: false }],
    ['another name', { firstName: 'Ada' }, { session: true, oauth2_access: true, api: true }],
  ])('ends at once with %s, as far as it must', async (_, change, expected) => {
    const admin = await newUser(NOW);
    const user = await newUser(NOW, ['Viewer']);
    const session = await startSession(user.id, NOW);
    const access = await tokenOf(user, 'oauth2_access');
    const api = await tokenOf(user, 'api');
    await updateUser(as(admin), user.id, change, NOW);
    const isGood = async (act: () => Promise<unknown>) => (await act().catch(() => undefined)) !== undefined;
    expect({
      session: await isGood(() => authenticateSession(session, NOW)),
      oauth2_access: await isGood(() => authenticateBearer(access, NOW)),
      api: await isGood(() => authenticateBearer(api, NOW)),
    }).toEqual(expected);
  });

  it('does not come back when a user is enabled again, but for API tokens', async () => {
    const admin = await newUser(NOW);
    const user = await newUser(NOW, ['Viewer']);
    const session = await startSession(user.id, NOW);
    const api = await tokenOf(user, 'api');
    await updateUser(as(admin), user.id, { enabled: false }, NOW);
    await updateUser(as(admin), user.id, { enabled: true }, NOW);
    expect(await authenticateSession(session, NOW)).toBeUndefined();
    expect(await authenticateBearer(api, NOW)).toMatchObject({ userId: user.id });
  });

  it('ends when a user is deleted', async () => {
    const admin = await newUser(NOW);
    const user = await newUser(NOW, ['Viewer']);
    const api = await tokenOf(user, 'api');
    await deleteUser(as(admin), user.id);
    expect(await codeOf(() => authenticateBearer(api, NOW))).toBe(117);
  });
});

describe('a password link', () => {
  it('ends with a newer one, after a day, and when the user is disabled', async () => {
    const admin = await newUser(NOW);
    const user = await newUser(NOW, ['Viewer']);
    const make = async () => secretOf((await resetPassword(as(admin), user.id, NOW)).url);
    const use = (token: string, now = NOW) => codeOf(() => choosePassword({ token, password: NEW_PASSWORD }, now));
    const [first, second] = [await make(), await make()];
    expect([await use(first), await use(second, NOW + 24 * HOUR_MS), await use('dsp_password_unknown')]).toEqual([
      104, 104, 104,
    ]);
    await updateUser(as(admin), user.id, { enabled: false }, NOW);
    expect(await use(second)).toBe(104);
    expect(await codeOf(make)).toBe(27);
  });

  it('that is used ends what was got by the old password, and works once when used twice at once', async () => {
    const admin = await newUser(NOW);
    const user = await newUser(NOW, ['Viewer']);
    const session = await startSession(user.id, NOW);
    const refresh = await tokenOf(user, 'oauth2_access');
    const token = secretOf((await resetPassword(as(admin), user.id, NOW)).url);
    expect(await authenticateSession(session, NOW)).toBeDefined();
    const use = () => choosePassword({ token, password: NEW_PASSWORD }, NOW);
    const outcomes = await Promise.allSettled([use(), use()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await authenticateSession(session, NOW)).toBeUndefined();
    expect(await codeOf(() => authenticateBearer(refresh, NOW))).toBe(117);
  });

  it('S-04: works while strangers keep the account locked, and unlocks it', async () => {
    const admin = await newUser(NOW);
    const user = await newUser(NOW, ['Viewer']);
    const guess = (password: string) =>
      codeOf(() => verifyCredentials(user.email, password, { address: '198.51.100.77' }, NOW));
    for (let i = 0; i < 6; i++) await guess('wrong');
    expect(await guess(PASSWORD)).toBe(211);
    const token = secretOf((await resetPassword(as(admin), user.id, NOW)).url);
    expect(await choosePassword({ token, password: NEW_PASSWORD }, NOW)).toMatchObject({ id: user.id });
    expect(await verifyCredentials(user.email, NEW_PASSWORD, { address: '198.51.100.78' }, NOW)).toBeDefined();
  });

  it('is refused a bad password, and stays good for a better one', async () => {
    const admin = await newUser(NOW);
    const user = await newUser(NOW, ['Viewer']);
    const token = secretOf((await resetPassword(as(admin), user.id, NOW)).url);
    expect(await codeOf(() => choosePassword({ token, password: user.email }, NOW))).toBe(15);
    expect(await choosePassword({ token, password: NEW_PASSWORD }, NOW)).toMatchObject({ id: user.id });
  });
});

describe('one’s own account', () => {
  it('says the names, language and time zone that were given, and forgets what is taken back', async () => {
    const user = await newUser(NOW, ['Viewer']);
    await updateMe(as(user), { firstName: 'Ada', timeZone: 'Europe/Brussels', language: 'EN' }, NOW);
    expect(await updateMe(as(user), { firstName: null, lastName: 'Lovelace' }, NOW)).toEqual(
      expect.objectContaining({ lastName: 'Lovelace', timeZone: 'Europe/Brussels', language: 'EN' }),
    );
    expect(await updateMe(as(user), {}, NOW)).not.toHaveProperty('firstName');
  });

  it('gets a new password only with the current one; every session and OAuth2 token ends, and this one goes on anew', async () => {
    const user = await newUser(NOW, ['Viewer']);
    const [here, elsewhere] = [await startSession(user.id, NOW), await startSession(user.id, NOW)];
    const access = await tokenOf(user, 'oauth2_access');
    const principal = (await authenticateSession(here, NOW)) as Principal;
    const change = (currentPassword: string, newPassword: string) =>
      changeOwnPassword(principal, { currentPassword, newPassword }, PLACE, NOW);
    const wrong = await refusalOf(() => change('not the password', NEW_PASSWORD));
    expect([wrong.code, wrong.errors]).toMatchObject([15, [{ path: 'currentPassword' }]]);
    expect((await refusalOf(() => change(PASSWORD, 'Password2026!'))).errors).toMatchObject([{ path: 'newPassword' }]);
    expect((await refusalOf(() => change(PASSWORD, PASSWORD))).errors).toMatchObject([{ path: 'newPassword' }]);
    expect(await authenticateSession(elsewhere, NOW)).toBeDefined();
    const cookie = (await change(PASSWORD, NEW_PASSWORD)) ?? '';
    expect(await authenticateSession(here, NOW)).toBeUndefined();
    expect(await authenticateSession(elsewhere, NOW)).toBeUndefined();
    expect(await codeOf(() => authenticateBearer(access, NOW))).toBe(117);
    const next = /session=([^;]+)/.exec(cookie)?.[1] ?? '';
    expect(await authenticateSession(next, NOW)).toMatchObject({ userId: user.id });
  });

  it('slows down who guesses the current password', async () => {
    const user = await newUser(NOW, ['Viewer']);
    const guess = () =>
      codeOf(() => changeOwnPassword(as(user), { currentPassword: 'x', newPassword: NEW_PASSWORD }, PLACE, NOW));
    const codes: number[] = [];
    for (let i = 0; i < 7; i++) codes.push(await guess());
    expect(codes).toEqual([15, 15, 15, 15, 15, 15, 211]);
  });

  it('lists its own open sessions, says which one is this, and ends one or all others', async () => {
    const user = await newUser(NOW, ['Viewer']);
    const other = await newUser(NOW, ['Viewer']);
    const foreign = await startSession(other.id, NOW, PLACE);
    const secrets = [
      await startSession(user.id, NOW, PLACE),
      await startSession(user.id, NOW),
      await startSession(user.id, NOW),
    ];
    const principal = (await authenticateSession(secrets[0] ?? '', NOW)) as Principal;
    const sessions = await listOwnSessions(principal, NOW);
    expect(sessions).toHaveLength(3);
    expect(sessions.filter(({ current }) => current)).toMatchObject([{ id: principal.tokenId, ...PLACE }]);
    const foreignId = (await authenticateSession(foreign, NOW))?.tokenId ?? '';
    expect(await codeOf(() => endOwnSession(principal, foreignId, NOW))).toBe(16);
    const one = sessions.find(({ current }) => !current)?.id ?? '';
    await endOwnSession(principal, one, NOW);
    expect(await codeOf(() => endOwnSession(principal, one, NOW))).toBe(16);
    expect(await endOtherSessions(principal, NOW)).toBe(1);
    expect(await listOwnSessions(principal, NOW)).toMatchObject([{ current: true }]);
    expect(await authenticateSession(foreign, NOW)).toBeDefined();
    expect(await listOwnSessions(principal, NOW + HOUR_MS)).toEqual([]);
  });
});

describe('the list of users', () => {
  it('goes on from page to page by address, and finds a part of an address or a name', async () => {
    const admin = as(await newUser(NOW));
    for (let i = 0; i < 60; i++) await newUser(NOW, ['Viewer']);
    const first = await listUsers(admin, '');
    const second = await listUsers(admin, `after=${encodeURIComponent(first.nextAfter ?? '')}`);
    expect([first.data.length, second.data.length, second.nextAfter]).toEqual([50, 11, undefined]);
    const emails = [...first.data, ...second.data].map(({ email }) => email);
    expect(emails).toEqual([...new Set(emails)].sort());
    const { user } = await createUser(admin, input({ firstName: 'Ada', lastName: 'Lovelace' }), NOW);
    for (const search of ['ada love', 'LOVELACE', user.email.slice(0, 8)]) {
      expect((await listUsers(admin, new URLSearchParams({ search }).toString())).data.map(({ id }) => id)).toContain(
        user.id,
      );
    }
    expect(JSON.stringify(first)).not.toMatch(/scrypt|passwordHash/);
  });

  it('is for who may see the settings', async () => {
    expect(await codeOf(() => listUsers(allowed('MANAGE_USERS'), ''))).toBe(10);
    expect(await codeOf(() => listUsers(allowed('VIEW_SETTINGS'), 'state=lost'))).toBe(15);
  });
});
