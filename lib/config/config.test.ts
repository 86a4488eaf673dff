import { describe, expect, it } from 'vitest';
import { CONFIGURATIONS } from '@/e2e/corpus/configurations';
import { ConfigError, loadConfig } from './config';

/** The variables that the message names. */
function refused(environment: Record<string, string>): string[] {
  try {
    loadConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message
      .split('\n  ')
      .slice(1)
      .map((line) => line.split(':')[0] ?? '');
  }
  throw new Error('was not refused');
}

describe('the configuration', () => {
  it('needs nothing: everything has a default', () => {
    expect(loadConfig({})).toEqual({
      port: 3_000,
      host: '0.0.0.0',
      dataDir: './data',
      publicUrl: undefined,
      smtpUrl: undefined,
      mailFrom: 'Dispatchers <dispatchers@localhost>',
      mailMode: { kind: 'live' },
      mailRetryBaseMs: 30_000,
      taskAgeingMs: undefined,
      mailWhenInDoubt: 'retry',
      breakerOpenMs: 30_000,
      admin: undefined,
      oauth2: undefined,
      oauth1: undefined,
      webhookSecret: undefined,
      secretKey: undefined,
      oldSecretKey: undefined,
      allowPrivateTargets: [],
      trustedProxies: [],
      writesPerMinute: 3_000,
      eventsPerMinute: 600_000,
      minFreeBytes: undefined,
      reserveBytes: 64 * 1024 * 1024,
      allowNetworkDisk: false,
      maxDueAgeMs: 900_000,
      retentionDays: 30,
      logLevel: 'info',
      given: new Set(),
    });
  });

  it('takes every variable', () => {
    const config = loadConfig({
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: '/srv/data',
      PUBLIC_URL: 'https://dispatchers.example.com//',
      SMTP_URL: 'smtp://user:pass@mail.example.com:587',
      MAIL_FROM: 'Team <team@example.com>',
      MAIL_MODE: 'allow:example.com, example.org',
      MAIL_RETRY_BASE_SECONDS: '0.5',
      ADMIN_EMAIL: ' Admin@Example.com ',
      ADMIN_PASSWORD: 'correct horse battery',
      OAUTH2_CLIENT_ID: 'console',
      OAUTH1_CONSUMER_KEY: 'key',
      OAUTH1_CONSUMER_SECRET: 'secret',
      WEBHOOK_SECRET: `whsec_${'A'.repeat(32)}`,
      SECRET_KEY: 'k'.repeat(32),
      ALLOW_PRIVATE_TARGETS: '10.0.0.0/8, intranet.example.com,',
      RETENTION_DAYS: '7',
      LOG_LEVEL: 'warn',
    });
    expect(config).toMatchObject({
      port: 0,
      publicUrl: 'https://dispatchers.example.com',
      mailMode: { kind: 'allow', domains: ['example.com', 'example.org'] },
      mailRetryBaseMs: 500,
      admin: { email: 'admin@example.com', password: 'correct horse battery' },
      oauth2: { clientId: 'console', clientSecret: undefined },
      oauth1: { consumerKey: 'key', consumerSecret: 'secret' },
      allowPrivateTargets: ['10.0.0.0/8', 'intranet.example.com'],
      retentionDays: 7,
    });
  });

  it('takes an empty variable for an absent one, and ignores the rest of the environment', () => {
    expect(loadConfig({ PORT: '', SMTP_URL: '', PATH: '/bin' })).toEqual(loadConfig({}));
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['PORT', 'http'],
    ['PUBLIC_URL', 'dispatchers.example.com'],
    ['PUBLIC_URL', 'ftp://example.com'],
    ['SMTP_URL', 'http://mail.example.com'],
    ['MAIL_FROM', 'nobody'],
    ['MAIL_MODE', 'redirect:'],
    ['MAIL_MODE', 'sometimes'],
    ['MAIL_RETRY_BASE_SECONDS', '0'],
    ['ADMIN_EMAIL', 'admin'],
    ['ADMIN_PASSWORD', 'short'],
    ['WEBHOOK_SECRET', 'whsec_short'],
    ['SECRET_KEY', 'short'],
    ['RETENTION_DAYS', '0'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s', (name, value) => {
    const partners = {
      ADMIN_EMAIL: 'a@example.com',
      ADMIN_PASSWORD: 'correct horse battery',
      MAIL_FROM: 'a@example.com',
    };
    expect(refused({ ...partners, [name]: value })).toEqual([name]);
  });

  it.each([
    [{ ADMIN_EMAIL: 'a@example.com' }, 'ADMIN_PASSWORD'],
    [{ ADMIN_PASSWORD: 'correct horse battery' }, 'ADMIN_EMAIL'],
    [{ OAUTH1_CONSUMER_KEY: 'key' }, 'OAUTH1_CONSUMER_SECRET'],
    [{ OAUTH1_CONSUMER_SECRET: 'secret' }, 'OAUTH1_CONSUMER_KEY'],
    [{ OAUTH2_CLIENT_SECRET: 'secret' }, 'OAUTH2_CLIENT_ID'],
    [{ SMTP_URL: 'smtp://localhost' }, 'MAIL_FROM'],
  ])('with %j asks for %s', (environment, missing) => {
    expect(refused(environment)).toEqual([missing]);
  });

  it('names everything that is wrong at once', () => {
    const environment = {
      PORT: 'x',
      LOG_LEVEL: 'loud',
      MAIL_MODE: 'sometimes',
      ADMIN_EMAIL: 'a@example.com',
      SMTP_URL: 'smtp://localhost',
    };
    expect(refused(environment).sort()).toEqual(['ADMIN_PASSWORD', 'LOG_LEVEL', 'MAIL_FROM', 'MAIL_MODE', 'PORT']);
  });

  it('repeats no secret in what it says', () => {
    const environment = { SECRET_KEY: 'short-canary', ADMIN_PASSWORD: 'canary', WEBHOOK_SECRET: 'whsec_canary' };
    expect(() => loadConfig(environment)).toThrow(ConfigError);
    expect(() => loadConfig(environment)).not.toThrow(/canary/);
  });
});

describe('corpus, class 18: a configuration that cannot be used', () => {
  it.each(CONFIGURATIONS)('is refused by the name of its variable: $name', ({ value: { variable, environment } }) => {
    expect(refused(environment)).toContain(variable);
  });
});
