import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawDatabase } from '@/db/client';
import { insertTokens } from '@/db/tokens';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { createApiToken, listApiTokens, revokeApiToken } from './api-tokens';
import { authenticateBearer } from './authenticate';
import type { Principal } from './principal';
import { ApiTokenInput, PERMISSIONS, type Permission, ROLES } from './schema';
import { startSession } from './session';
import { newUser } from './testing';
import { hashSecret, isIntact } from './token-secret';

const NOW = Date.UTC(2026, 4, 17, 12);
let server: PrivateServer;
beforeAll(async () => {
  server = await startPrivateServer();
});
afterAll(() => server.close());

const make = (input: Partial<ApiTokenInput> = {}, principal: Principal = EVERYTHING) =>
  createApiToken(principal, { name: 'sender', permissions: ['CREATE_EVENTS'], ...input }, NOW);
const codeOf = async (act: () => unknown) => (await refusalOf(act)).code;
const idOf = (secret: string) =>
  String(rawDatabase().prepare('SELECT id FROM tokens WHERE hash = ?').pluck().get(hashSecret(secret)));

describe('S-12: an API token', () => {
  it('may do what it was made for, and nothing else', async () => {
    const { secret } = await make();
    expect(secret).toMatch(/^dsp_api_[\w-]{51}$/);
    expect([...(await authenticateBearer(secret, NOW)).permissions]).toEqual(['CREATE_EVENTS']);
  });

  it('is shown once: only its hash and last four characters are kept', async () => {
    const { id, secret } = await make();
    const listed = (await listApiTokens(EVERYTHING, '')).data.find((token) => token.id === id);
    expect(listed).toMatchObject({ name: 'sender', lastFour: secret.slice(-4), permissions: ['CREATE_EVENTS'] });
    expect(JSON.stringify(rawDatabase().prepare('SELECT * FROM tokens').all())).not.toContain(secret);
  });

  it('ends in a checksum, by which what is damaged or made up is refused without a look-up', async () => {
    const { secret } = await make();
    const other = secret.at(20) === 'a' ? 'b' : 'a';
    const damaged = `${secret.slice(0, 20)}${other}${secret.slice(21)}`;
    expect([isIntact(secret), isIntact(damaged), isIntact(secret.slice(0, -8))]).toEqual([true, false, true]);
    expect(await codeOf(() => authenticateBearer(damaged, NOW))).toBe(117);
    expect(await codeOf(() => authenticateBearer(secret.slice(0, -8), NOW))).toBe(117);
  });

  it('of before the checksum goes on working', async () => {
    const old = `dsp_api_${'x'.repeat(43)}`;
    await insertTokens([{ kind: 'api', hash: hashSecret(old), lastFour: 'xxxx', permissions: ['VIEW_EVENTS'] }], NOW);
    expect([...(await authenticateBearer(old, NOW)).permissions]).toEqual(['VIEW_EVENTS']);
  });

  it('can be replaced without a gap: two are good at once, until the first is revoked', async () => {
    const [first, second] = [await make(), await make()];
    await Promise.all([first, second].map(({ secret }) => authenticateBearer(secret, NOW)));
    await revokeApiToken(EVERYTHING, first.id, NOW);
    expect(await codeOf(() => authenticateBearer(first.secret, NOW))).toBe(117);
    expect((await authenticateBearer(second.secret, NOW)).permissions.size).toBe(1);
  });

  it('works until it expires', async () => {
    const { secret } = await make({ expiresAt: NOW + 1_000 });
    await authenticateBearer(secret, NOW + 999);
    expect(await codeOf(() => authenticateBearer(secret, NOW + 1_000))).toBe(118);
  });

  it('is refused from the moment it is revoked', async () => {
    const { id, secret } = await make();
    await revokeApiToken(EVERYTHING, id, NOW);
    expect(await codeOf(() => authenticateBearer(secret, NOW))).toBe(117);
    expect((await listApiTokens(EVERYTHING, '')).data.map((token) => token.id)).not.toContain(id);
    expect(await codeOf(() => revokeApiToken(EVERYTHING, id, NOW))).toBe(16);
  });

  it('is all that revoking one can end: a session is not one of them', async () => {
    const user = await newUser(NOW);
    const session = await startSession(user.id, NOW);
    expect(await codeOf(() => revokeApiToken(EVERYTHING, idOf(session), NOW))).toBe(16);
    expect(rawDatabase().prepare('SELECT revoked_at FROM tokens WHERE id = ?').pluck().get(idOf(session))).toBeNull();
  });

  it('can be handed out with no permission that its maker does not hold', async () => {
    const manager = allowed('MANAGE_TOKENS', 'VIEW_EVENTS');
    expect(await codeOf(() => make({ permissions: ['VIEW_EVENTS', 'CREATE_EVENTS'] }, manager))).toBe(10);
    expect(await make({ permissions: ['VIEW_EVENTS'] }, manager)).toHaveProperty('secret');
    expect(await codeOf(() => make({}, allowed('CREATE_EVENTS')))).toBe(10);
  });

  it('is seen and revoked by its maker and by who manages tokens; for others it is not there', async () => {
    const [maker, other] = [await newUser(NOW), await newUser(NOW)];
    const as = (userId: string, ...permissions: Permission[]) => ({ ...allowed(...permissions), userId });
    const { id } = await make({}, as(maker.id, 'MANAGE_TOKENS', 'CREATE_EVENTS'));
    const seenBy = async (principal: Principal) =>
      (await listApiTokens(principal, '')).data.find((one) => one.id === id);
    expect(await seenBy(as(maker.id))).toMatchObject({ own: true, user: { email: maker.email } });
    expect(await seenBy(as(other.id, 'MANAGE_TOKENS'))).toMatchObject({ own: false });
    expect(await seenBy(as(other.id))).toBeUndefined();
    expect(await seenBy(allowed('CREATE_EVENTS'))).toBeUndefined();
    expect(await codeOf(() => revokeApiToken(as(other.id), id, NOW))).toBe(16);
    expect(await codeOf(() => revokeApiToken(allowed('CREATE_EVENTS'), id, NOW))).toBe(16);
    await revokeApiToken(as(maker.id), id, NOW);
    expect(await seenBy(as(maker.id))).toBeUndefined();
  });

  it('cannot be made to have expired already', async () => {
    expect((await refusalOf(() => make({ expiresAt: NOW }))).errors).toMatchObject([{ path: 'expiresAt' }]);
  });

  it('is listed a hundred at a time, the newest first', async () => {
    const user = await newUser(NOW);
    const own = { ...allowed('MANAGE_TOKENS', 'CREATE_EVENTS'), userId: user.id };
    for (let i = 0; i < 120; i++) await make({ name: `of ${i}` }, own);
    const theirs = { ...allowed(), userId: user.id };
    const first = await listApiTokens(theirs, '');
    const second = await listApiTokens(theirs, `before=${first.nextBefore}`);
    expect([first.data.length, first.data[0]?.name, second.data.length]).toEqual([100, 'of 119', 20]);
    expect(second.nextBefore).toBeUndefined();
  });

  it('of a user never does more than the user may now', async () => {
    const user = await newUser(NOW);
    const principal: Principal = {
      kind: 'user',
      userId: user.id,
      applicationId: undefined,
      permissions: new Set(PERMISSIONS),
    };
    const { secret } = await make({ permissions: ['CREATE_EVENTS', 'VIEW_EVENTS'] }, principal);
    expect((await authenticateBearer(secret, NOW)).permissions.size).toBe(2);
    rawDatabase().prepare(`UPDATE users SET roles = '["Viewer"]' WHERE id = ?`).run(user.id);
    expect([...(await authenticateBearer(secret, NOW)).permissions]).toEqual(['VIEW_EVENTS']);
    rawDatabase().prepare('UPDATE users SET enabled = 0 WHERE id = ?').run(user.id);
    expect(await codeOf(() => authenticateBearer(secret, NOW))).toBe(117);
  });

  it('notes its use at most once a minute', async () => {
    const { id, secret } = await make();
    const lastUsed = async () =>
      (await listApiTokens(EVERYTHING, '')).data.find((token) => token.id === id)?.lastUsedAt;
    await authenticateBearer(secret, NOW);
    await authenticateBearer(secret, NOW + 59_999);
    expect(await lastUsed()).toBe(NOW);
    await authenticateBearer(secret, NOW + 60_000);
    expect(await lastUsed()).toBe(NOW + 60_000);
  });

  it('needs a name and at least one permission that exists', () => {
    const isGood = (changes: object) =>
      ApiTokenInput.safeParse({ name: 'sender', permissions: ['CREATE_EVENTS'], ...changes }).success;
    expect([isGood({}), isGood({ name: ' ' }), isGood({ permissions: [] }), isGood({ permissions: ['ROOT'] })]).toEqual(
      [true, false, false, false],
    );
  });
});

describe('the roles', () => {
  it('hold permissions that exist; only an administrator manages, and a viewer only views', () => {
    for (const permissions of Object.values(ROLES)) {
      expect(permissions.every((permission) => PERMISSIONS.includes(permission))).toBe(true);
    }
    expect(ROLES.Administrator).toEqual(PERMISSIONS);
    expect(ROLES.Configurator.filter((permission) => permission.startsWith('MANAGE_'))).toEqual([]);
    expect(ROLES.Viewer.filter((permission) => !permission.startsWith('VIEW_'))).toEqual([]);
  });
});
