import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uniqueName } from '@/db/testing';
import type { User } from '@/db/users';
import { ServiceError } from '@/lib/errors/service-error';
import { type PrivateServer, refusalOf, startPrivateServer } from '@/lib/server/testing/private-server';
import { newUser, PASSWORD } from './testing';
import { verifyCredentials } from './verify-credentials';

const NOW = Date.UTC(2026, 4, 17, 12);
const S = 1_000;
const DAY = 24 * 3_600 * S;

let server: PrivateServer;
beforeAll(async () => {
  server = await startPrivateServer();
});
afterAll(() => server.close());

const anAddress = () => uniqueName('10.0.0.');
/** The error code that signing in ends with; undefined when it succeeds. */
async function attempt(user: Pick<User, 'email'>, password: string, address: string, now: number, device?: string) {
  try {
    await verifyCredentials(user.email, password, { address, device }, now);
    return undefined;
  } catch (error) {
    if (error instanceof ServiceError) return error.code;
    throw error;
  }
}

describe('S-04: signing in', () => {
  it('answers the same to an unknown address, a wrong password and a disabled user', async () => {
    const user = await newUser(NOW);
    const wrong = await refusalOf(() => verifyCredentials(user.email, 'wrong', { address: anAddress() }, NOW));
    const unknown = await refusalOf(() =>
      verifyCredentials('nobody@example.com', PASSWORD, { address: anAddress() }, NOW),
    );
    expect(wrong.toBody()).toEqual(unknown.toBody());
    expect(wrong).toMatchObject({ code: 106, status: 401 });
  });

  it('is free for five wrong passwords; then the account waits 1, 2, 4 … seconds', async () => {
    const user = await newUser(NOW);
    for (let i = 0; i < 6; i++) expect(await attempt(user, 'wrong', anAddress(), NOW)).toBe(106);
    let now = NOW;
    for (const wait of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      const refusal = await refusalOf(() =>
        verifyCredentials(user.email, PASSWORD, { address: anAddress() }, now + wait * S - 1),
      );
      expect(refusal).toMatchObject({ code: 211, headers: { 'retry-after': '1' } });
      const atOnce = await refusalOf(() => verifyCredentials(user.email, PASSWORD, { address: anAddress() }, now));
      expect(atOnce.headers).toEqual({ 'retry-after': String(wait) });
      now += wait * S;
      expect(await attempt(user, 'wrong', anAddress(), now)).toBe(106);
    }
  });

  it('slows an address down that tries one account after another', async () => {
    const address = anAddress();
    for (let i = 0; i < 6; i++) expect(await attempt(await newUser(NOW), 'wrong', address, NOW)).toBe(106);
    const somebody = await newUser(NOW);
    expect(await attempt(somebody, PASSWORD, address, NOW)).toBe(211);
    expect(await attempt(somebody, PASSWORD, anAddress(), NOW)).toBeUndefined();
  });

  it('lets no guess slip past that is sent beside others', async () => {
    const user = await newUser(NOW);
    const codes = await Promise.all(Array.from({ length: 200 }, () => attempt(user, 'wrong', anAddress(), NOW)));
    expect(codes.filter((code) => code === 106)).toHaveLength(6);
    expect(codes.filter((code) => code === 211)).toHaveLength(194);
  });

  it('with the right password forgets the account’s failures, and not those of the address', async () => {
    const [user, other] = [await newUser(NOW), await newUser(NOW)];
    const address = anAddress();
    for (let i = 0; i < 5; i++) await attempt(user, 'wrong', address, NOW);
    expect(await attempt(user, PASSWORD, address, NOW)).toBeUndefined();
    for (let i = 0; i < 6; i++) expect(await attempt(user, 'wrong', anAddress(), NOW)).toBe(106);
    expect(await attempt(other, 'wrong', address, NOW)).toBe(106);
    expect(await attempt(other, 'wrong', address, NOW)).toBe(211);
  });

  it('with the right password, again and again, never slows anybody down', async () => {
    const user = await newUser(NOW);
    const address = anAddress();
    for (let i = 0; i < 20; i++) expect(await attempt(user, PASSWORD, address, NOW)).toBeUndefined();
  });

  it('forgets wrong passwords after a day without one, so that an address does not collect them for ever', async () => {
    const user = await newUser(NOW);
    const address = anAddress();
    for (let i = 0; i < 5; i++) expect(await attempt(user, 'wrong', address, NOW)).toBe(106);
    for (let i = 0; i < 6; i++) expect(await attempt(user, 'wrong', address, NOW + DAY + i)).toBe(106);
    expect(await attempt(user, 'wrong', address, NOW + DAY + 6)).toBe(211);
  });

  it('from a browser that its owner knows is not kept out by strangers who guess', async () => {
    const user = await newUser(NOW);
    const shared = anAddress();
    for (let i = 0; i < 9; i++) await attempt(user, 'wrong', shared, NOW);
    expect(await attempt(user, PASSWORD, shared, NOW)).toBe(211);
    expect(await attempt(user, PASSWORD, shared, NOW, 'known')).toBeUndefined();
    for (let i = 0; i < 6; i++) expect(await attempt(user, 'wrong', shared, NOW, 'known')).toBe(106);
    expect(await attempt(user, PASSWORD, shared, NOW, 'known')).toBe(211);
  });

  it('counts a whole /64 of IPv6 as one address', async () => {
    for (let i = 0; i < 6; i++) expect(await attempt(await newUser(NOW), 'wrong', `2001:db8::${i}`, NOW)).toBe(106);
    expect(await attempt(await newUser(NOW), PASSWORD, '2001:db8::ffff:1', NOW)).toBe(211);
  });
});
