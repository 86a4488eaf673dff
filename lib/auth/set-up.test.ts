import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findUserByEmail, hasUsers } from '@/db/users';
import { type PrivateServer, refusalOf, startPrivateServer } from '@/lib/server/testing/private-server';
import { createSetUpToken, setUpFirstAdministrator } from './set-up';
import { setUp } from './sign-in';

const NOW = Date.UTC(2026, 4, 17, 12);
const DAY_MS = 24 * 3_600_000;
const ADDRESS = '127.0.0.1';
const ADMIN = { email: 'admin@example.com', password: 'correct horse battery' };

let server: PrivateServer;
beforeEach(async () => {
  server = await startPrivateServer();
});
afterEach(() => server.close());

const codeOf = async (act: () => unknown) => (await refusalOf(act)).code;

describe('S-05: the set-up link', () => {
  it('makes the first administrator and signs them in; then it is used up', async () => {
    const token = await createSetUpToken(NOW);
    const { me, cookies } = await setUp({ token, ...ADMIN }, { 'sec-fetch-site': 'same-origin' }, ADDRESS, NOW);
    expect(me.roles).toEqual(['Administrator']);
    expect(cookies[0]).toContain('dsp_session_');
    expect(await codeOf(() => setUpFirstAdministrator({ token, ...ADMIN, email: 'b@example.com' }, NOW))).toBe(27);
    expect(await findUserByEmail('b@example.com')).toBeUndefined();
  });

  it('makes one administrator when it is used twice at once', async () => {
    const token = await createSetUpToken(NOW);
    const use = (email: string) => setUpFirstAdministrator({ token, ...ADMIN, email }, NOW);
    const outcomes = await Promise.allSettled([use('a@example.com'), use('b@example.com')]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('works for a day, and a newer one ends it', async () => {
    const first = await createSetUpToken(NOW);
    expect(await codeOf(() => setUpFirstAdministrator({ token: first, ...ADMIN }, NOW + DAY_MS))).toBe(104);
    await createSetUpToken(NOW + 1);
    expect(await codeOf(() => setUpFirstAdministrator({ token: first, ...ADMIN }, NOW + 2))).toBe(104);
    expect(await codeOf(() => setUpFirstAdministrator({ token: 'dsp_setup_unknown', ...ADMIN }, NOW))).toBe(104);
    expect(await hasUsers()).toBe(false);
  });

  it('does not work from another site', async () => {
    const token = await createSetUpToken(NOW);
    expect(await codeOf(() => setUp({ token, ...ADMIN }, { 'sec-fetch-site': 'cross-site' }, ADDRESS, NOW))).toBe(10);
    expect(await hasUsers()).toBe(false);
  });

  it('takes no weak password: 12 characters at least, 1,024 bytes at most', async () => {
    const token = await createSetUpToken(NOW);
    const refusal = (password: string) =>
      refusalOf(() => setUp({ token, ...ADMIN, password }, { 'sec-fetch-site': 'same-origin' }, ADDRESS, NOW));
    expect((await refusal('x'.repeat(11))).errors).toMatchObject([{ path: 'password' }]);
    expect((await refusal('é'.repeat(513))).errors).toMatchObject([{ path: 'password' }]);
  });
});
