import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findApplication } from '@/db/applications';
import { findSource } from '@/db/sources';
import { findUserByEmail, hasUsers } from '@/db/users';
import { setUpFirstAdministrator } from '@/lib/auth/set-up';
import { newWebhookSecret, prepareFirstStart } from './first-start';
import { type PrivateServer, startPrivateServer } from './testing/private-server';

const NOW = Date.UTC(2026, 4, 17, 12);
const SECRET = newWebhookSecret();
const ENVIRONMENT = {
  ADMIN_EMAIL: 'admin@example.com',
  ADMIN_PASSWORD: 'correct horse battery',
  WEBHOOK_SECRET: SECRET,
  OAUTH2_CLIENT_ID: 'console',
  OAUTH2_CLIENT_SECRET: 'a client secret',
  OAUTH1_CONSUMER_KEY: 'consumer',
  OAUTH1_CONSUMER_SECRET: 'a consumer secret',
};

let server: PrivateServer;
afterEach(() => server.close());

const secretOfDefault = async () => {
  const source = await findSource('default');
  return source && server.context.secretBox.open(source.secretCiphertext, 'sources.secret:default');
};

describe('the first start', () => {
  beforeEach(async () => {
    server = await startPrivateServer();
  });

  it('makes a source with a secret of its own, and a link that makes the first administrator', async () => {
    const link = await prepareFirstStart(NOW);
    expect(await secretOfDefault()).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
    expect(link).toMatch(/^https:\/\/dispatchers\.test\/set-up\?token=dsp_setup_[\w-]{51}$/);
    const token = new URL(link ?? '').searchParams.get('token') ?? '';
    const email = 'admin@example.com';
    await setUpFirstAdministrator({ token, email, password: 'correct horse battery' }, NOW);
    expect(await prepareFirstStart(NOW)).toBeUndefined();
  });

  it('prints a new link at each start until somebody has used one, and keeps the source', async () => {
    const first = await prepareFirstStart(NOW);
    const secret = await secretOfDefault();
    expect(await prepareFirstStart(NOW)).not.toBe(first);
    expect(await secretOfDefault()).toBe(secret);
    expect(await hasUsers()).toBe(false);
  });
});

describe('a first start with everything in the environment', () => {
  beforeEach(async () => {
    server = await startPrivateServer(ENVIRONMENT);
  });

  it('makes the administrator, the source and the applications, once', async () => {
    expect(await prepareFirstStart(NOW)).toBeUndefined();
    expect(await findUserByEmail('admin@example.com')).toMatchObject({ roles: ['Administrator'] });
    expect(await secretOfDefault()).toBe(SECRET);
    const secrets = [];
    for (const [clientId, kind] of [
      ['console', 'oauth2'],
      ['consumer', 'oauth1'],
    ] as const) {
      const application = await findApplication(clientId);
      expect(application?.kind).toBe(kind);
      secrets.push(
        server.context.secretBox.open(application?.secretCiphertext ?? '', `applications.secret:${clientId}`),
      );
    }
    expect(secrets).toEqual(['a client secret', 'a consumer secret']);
    expect(await prepareFirstStart(NOW + 1)).toBeUndefined();
  });
});
