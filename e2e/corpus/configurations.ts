import type { Case } from './case';

const WRONG: Record<string, string[]> = {
  PORT: ['x', '-1', '65536', '1.5', '0x50', 'NaN', '1e9', '3000 ', '３０００0', '80,81'].filter(
    (value) => value !== '3000 ',
  ),
  PUBLIC_URL: ['x', 'ftp://a', 'localhost:3000', '//a', 'http://', 'http:// a', 'javascript:alert(1)', 'file:///etc'],
  SMTP_URL: [
    'x',
    'http://a',
    'smtp://',
    'smtp://a:x',
    'smtp://a:99999',
    'smtp:///',
    '//a',
    'smtp://a b',
    'smtp://a?secure=maybe',
  ],
  MAIL_FROM: ['x', 'a@', '@b', 'a@b, c@d', 'a@b\r\nBcc: c@d', 'A <a@b', '<>', 'a@b\u0000'],
  MAIL_MODE: [
    'x',
    'LIVE',
    'redirect',
    'redirect:',
    'redirect:x',
    'redirect:a@b,c@d',
    'allow:',
    'allow:a b',
    'allow:@',
    'capture:a',
  ],
  MAIL_RETRY_BASE_SECONDS: ['x', '0', '-1', '3601', 'NaN', '1s', 'Infinity'],
  ADMIN_EMAIL: ['x', 'a@', '@b', 'a b@c.d', 'a@b@c', 'a@b.c\n d'],
  ADMIN_PASSWORD: ['x', 'short', 'elevenchars', 'x'.repeat(2_000), '😀'.repeat(300)],
  WEBHOOK_SECRET: ['x', 'whsec_', 'whsec_abc', `whsec_${'!'.repeat(32)}`, 'A'.repeat(40), `WHSEC_${'A'.repeat(32)}`],
  SECRET_KEY: ['x', 'x'.repeat(31)],
  OLD_SECRET_KEY: ['x', 'x'.repeat(31)],
  ALLOW_PRIVATE_TARGETS: ['10.0.0.0/33', '10.0.0/8/8', '::/129', 'a/b', '10.0.0.0/-1', '10.0.0.0/8, x/y'],
  TRUSTED_PROXIES: [
    'x',
    'localhost',
    '10.0.0.0/33',
    '10.0.0.0/',
    '/8',
    '*',
    '0.0.0.0/0, x',
    '10.0.0.1-10.0.0.9',
    '::1/200',
  ],
  WRITES_PER_MINUTE: ['x', '0', '-1', '1.5', 'NaN', 'Infinity'],
  EVENTS_PER_MINUTE: ['x', '0', '-1', '1.5', 'NaN', 'Infinity'],
  RETENTION_DAYS: ['x', '0', '-1', '1.5', '36501', 'NaN', '30d', 'forever'],
  LOG_LEVEL: ['x', 'INFO', 'warning', 'debug,info', '3', 'verbose'],
};

const COMPANIONS: Record<string, Record<string, string>> = {
  ADMIN_EMAIL: { ADMIN_PASSWORD: 'correct horse battery' },
  ADMIN_PASSWORD: { ADMIN_EMAIL: 'a@example.com' },
  SMTP_URL: { MAIL_FROM: 'a@example.com' },
  OLD_SECRET_KEY: { SECRET_KEY: 'k'.repeat(32) },
};

/** 18. Environments that do not start: the message names the variable. */
export const CONFIGURATIONS: Case<{ variable: string; environment: Record<string, string> }>[] = [
  ...Object.entries(WRONG).flatMap(([variable, values]) =>
    values.map((value) => ({
      name: `${variable}=${JSON.stringify(value.slice(0, 40))}`,
      value: { variable, environment: { ...COMPANIONS[variable], [variable]: value } },
    })),
  ),
  ...[
    ['ADMIN_PASSWORD', { ADMIN_EMAIL: 'a@example.com' }],
    ['ADMIN_EMAIL', { ADMIN_PASSWORD: 'correct horse battery' }],
    ['OAUTH1_CONSUMER_SECRET', { OAUTH1_CONSUMER_KEY: 'x' }],
    ['OAUTH1_CONSUMER_KEY', { OAUTH1_CONSUMER_SECRET: 'x' }],
    ['OAUTH2_CLIENT_ID', { OAUTH2_CLIENT_SECRET: 'x' }],
    ['MAIL_FROM', { SMTP_URL: 'smtp://a.example.com' }],
    ['SECRET_KEY', { OLD_SECRET_KEY: 'k'.repeat(32) }],
  ].map(([variable, environment]) => ({
    name: `no ${String(variable)}`,
    value: { variable: String(variable), environment: environment as Record<string, string> },
  })),
];
