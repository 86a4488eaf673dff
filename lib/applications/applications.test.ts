import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawDatabase } from '@/db/client';
import { uniqueName } from '@/db/testing';
import type { User } from '@/db/users';
import { authenticateBearer } from '@/lib/auth/authenticate';
import { issueOAuth2Tokens } from '@/lib/auth/oauth2-tokens';
import { newUser, PASSWORD } from '@/lib/auth/testing';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { deleteApplication, rotateApplicationSecret, updateApplication } from './change';
import { createApplication } from './create';
import { listApplications } from './list';
import { ApplicationInput } from './schema';

const NOW = Date.UTC(2026, 4, 17, 12);
let server: PrivateServer;
let user: User;
beforeAll(async () => {
  server = await startPrivateServer();
  user = await newUser(NOW);
});
afterAll(() => server.close());

const codeOf = async (act: () => unknown) => (await refusalOf(act)).code;
const make = (changes: object = {}) =>
  createApplication(EVERYTHING, ApplicationInput.parse({ name: uniqueName('app'), kind: 'oauth2', ...changes }), NOW);
const signIn = (clientId: string, secret = '') =>
  issueOAuth2Tokens(
    { grant_type: 'password', client_id: clientId, client_secret: secret, username: user.email, password: PASSWORD },
    undefined,
    '10.0.0.1',
    NOW,
  );
const listed = async (id: string) => (await listApplications(EVERYTHING)).find((one) => one.id === id);

describe('an application', () => {
  it('signs users in with the secret that was shown once, and with no other', async () => {
    const { application, secret = '' } = await make();
    expect(application).toMatchObject({ confidential: true, enabled: true, secretLastFour: secret.slice(-4) });
    expect(await signIn(application.clientId, secret)).toHaveProperty('access_token');
    expect(await codeOf(() => signIn(application.clientId, 'wrong'))).toBe(124);
    const stored = JSON.stringify(rawDatabase().prepare('SELECT * FROM applications').all());
    expect(stored).not.toContain(secret);
  });

  it('has no secret when it cannot keep one, and an OAuth1 consumer always has one', async () => {
    const pocket = await make({ confidential: false });
    expect([pocket.secret, pocket.application.confidential]).toEqual([undefined, false]);
    expect(await signIn(pocket.application.clientId)).toHaveProperty('access_token');
    expect(await codeOf(() => rotateApplicationSecret(EVERYTHING, pocket.application.id, NOW))).toBe(27);
    expect(await make({ kind: 'oauth1', confidential: false })).toHaveProperty('secret');
  });

  it('with a new secret takes the old one no more', async () => {
    const { application, secret: old } = await make();
    const { secret } = await rotateApplicationSecret(EVERYTHING, application.id, NOW);
    expect(await codeOf(() => signIn(application.clientId, old))).toBe(124);
    expect(await signIn(application.clientId, secret)).toHaveProperty('access_token');
    expect(await listed(application.id)).toMatchObject({ secretLastFour: secret.slice(-4) });
  });

  it('that is disabled gets nobody in, and its tokens are of no use until it is enabled again', async () => {
    const { application, secret } = await make();
    const { access_token } = await signIn(application.clientId, secret);
    await updateApplication(EVERYTHING, application.id, { enabled: false }, NOW);
    expect(await codeOf(() => signIn(application.clientId, secret))).toBe(123);
    expect(await codeOf(() => authenticateBearer(access_token, NOW))).toBe(117);
    await updateApplication(EVERYTHING, application.id, { enabled: true }, NOW);
    expect(await authenticateBearer(access_token, NOW)).toMatchObject({ applicationId: application.id });
  });

  it('that is deleted takes its tokens with it', async () => {
    const { application, secret } = await make();
    const { access_token } = await signIn(application.clientId, secret);
    await deleteApplication(EVERYTHING, application.id);
    expect(await codeOf(() => authenticateBearer(access_token, NOW))).toBe(117);
    expect(await codeOf(() => signIn(application.clientId, secret))).toBe(123);
    expect(await codeOf(() => deleteApplication(EVERYTHING, application.id))).toBe(16);
  });

  it('says when it was last used', async () => {
    const { application, secret } = await make();
    expect(await listed(application.id)).not.toHaveProperty('lastUsedAt');
    const { access_token } = await signIn(application.clientId, secret);
    expect(await listed(application.id)).toMatchObject({ lastUsedAt: NOW });
    await authenticateBearer(access_token, NOW + 120_000);
    expect(await listed(application.id)).toMatchObject({ lastUsedAt: NOW + 120_000 });
  });

  it('has a name of its own', async () => {
    const { application } = await make();
    expect(await codeOf(() => make({ name: application.name }))).toBe(17);
    const other = await make();
    expect(
      await codeOf(() => updateApplication(EVERYTHING, other.application.id, { name: application.name }, NOW)),
    ).toBe(17);
    expect(await codeOf(() => updateApplication(EVERYTHING, 'f'.repeat(24), { enabled: true }, NOW))).toBe(16);
  });

  it('is seen with VIEW_SETTINGS and changed with MANAGE_TOKENS only', async () => {
    const { application } = await make();
    const viewer = allowed('VIEW_SETTINGS');
    expect(JSON.stringify(await listApplications(viewer))).not.toMatch(/ciphertext/i);
    const input = ApplicationInput.parse({ name: 'x', kind: 'oauth2' });
    for (const act of [
      () => listApplications(allowed('MANAGE_TOKENS')),
      () => createApplication(viewer, input, NOW),
      () => updateApplication(viewer, application.id, { enabled: false }, NOW),
      () => rotateApplicationSecret(viewer, application.id, NOW),
      () => deleteApplication(viewer, application.id),
    ]) {
      expect(await codeOf(act)).toBe(10);
    }
  });
});
