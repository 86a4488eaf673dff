import { z } from 'zod';
import { Email, Password } from '@/lib/auth/schema';
import { type AddressRange, parseRange } from '@/lib/http/address-ranges';
import { createTargetGuard } from '@/lib/http/target-guard';
import { parseRecipient } from '@/lib/mail/address';
import { type MailMode, parseMailMode } from '@/lib/mail/mode';
import { parseSmtpUrl } from '@/lib/mail/smtp-url';

/** Digits, perhaps with a point: JavaScript would also read `0x50`, `1e3` and a space. */
const number = z
  .string()
  .trim()
  .regex(/^\d+(?:\.\d+)?$/, 'must be a number')
  .transform(Number);
const optionalText = z.string().min(1).optional();

/** What the environment may say; a bad value stops the start with a clear message. */
const Environment = z.object({
  PORT: number.pipe(z.number().int().min(0).max(65_535)).default(3_000),
  HOST: z.string().default('0.0.0.0'),
  DATA_DIR: z.string().default('./data'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  SMTP_URL: z
    .string()
    .superRefine((text, context) => reportError(() => parseSmtpUrl(text), context))
    .optional(),
  MAIL_FROM: z
    .string()
    .refine((text) => parseRecipient(text).ok, 'must be an address or `Name <address>`')
    .optional(),
  MAIL_MODE: z
    .string()
    .default('live')
    .transform((text, context) => {
      const mode = parseMailMode(text);
      if (mode) return mode;
      context.addIssue({ code: 'custom', message: 'must be live, capture, redirect:<address> or allow:<domain,…>' });
      return z.NEVER;
    }),
  MAIL_RETRY_BASE_SECONDS: number.pipe(z.number().min(0.1).max(3_600)).default(30),
  TASK_AGEING_SECONDS: number.pipe(z.number().min(1)).optional(),
  MAIL_WHEN_IN_DOUBT: z.enum(['retry', 'hold']).default('retry'),
  BREAKER_OPEN_SECONDS: number.pipe(z.number().min(0.1).max(600)).default(30),
  ADMIN_EMAIL: Email.optional(),
  ADMIN_PASSWORD: Password.optional(),
  OAUTH2_CLIENT_ID: optionalText,
  OAUTH2_CLIENT_SECRET: optionalText,
  OAUTH1_CONSUMER_KEY: optionalText,
  OAUTH1_CONSUMER_SECRET: optionalText,
  WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'must be whsec_ followed by at least 24 bytes in base64')
    .optional(),
  SECRET_KEY: z.string().min(32, 'at least 32 characters').optional(),
  OLD_SECRET_KEY: z.string().min(32, 'at least 32 characters').optional(),
  ALLOW_PRIVATE_TARGETS: z
    .string()
    .default('')
    .transform(toList)
    .superRefine((list, context) => reportError(() => createTargetGuard({ allowPrivateTargets: list }), context)),
  TRUSTED_PROXIES: z.string().default('').transform(toList).transform(toRanges),
  WRITES_PER_MINUTE: number.pipe(z.number().int().min(1)).default(3_000),
  EVENTS_PER_MINUTE: number.pipe(z.number().int().min(1)).default(600_000),
  ALLOW_NETWORK_DISK: z.enum(['true', 'false']).default('false'),
  MIN_FREE_BYTES: number.pipe(z.number().int().min(0)).optional(),
  RESERVE_BYTES: number.pipe(z.number().int().min(0)).default(64 * 1024 * 1024),
  MAX_DUE_AGE_SECONDS: number.pipe(z.number().min(1)).default(900),
  RETENTION_DAYS: number.pipe(z.number().int().min(1).max(36_500)).default(30),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

function toList(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
}

function toRanges(list: string[], context: z.RefinementCtx): AddressRange[] {
  return list.map((entry) => {
    const range = parseRange(entry);
    if (range) return range;
    context.addIssue({ code: 'custom', message: `'${entry}' is neither an address nor a range such as 10.0.0.0/8` });
    return z.NEVER;
  });
}

/** Turns what `read` throws into a complaint about the value. */
function reportError(read: () => unknown, context: z.RefinementCtx): void {
  try {
    read();
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
  }
}

export interface Config {
  port: number;
  host: string;
  dataDir: string;
  /** Without a trailing slash; undefined: taken from the port that is listened on. */
  publicUrl: string | undefined;
  smtpUrl: string | undefined;
  mailFrom: string;
  mailMode: MailMode;
  /** Wait after the first failed attempt to send; it doubles with each further one. */
  mailRetryBaseMs: number;
  /** A task that has been due for so long goes before more urgent ones of its function; undefined: priority is strict. */
  taskAgeingMs: number | undefined;
  /** What becomes of a mail that the server took whole and never confirmed. */
  mailWhenInDoubt: 'retry' | 'hold';
  /** How long a target that failed again and again is left alone at first; it doubles with each probe that fails. */
  breakerOpenMs: number;
  admin: { email: string; password: string } | undefined;
  oauth2: { clientId: string; clientSecret: string | undefined } | undefined;
  oauth1: { consumerKey: string; consumerSecret: string } | undefined;
  webhookSecret: string | undefined;
  secretKey: string | undefined;
  /** Secrets that were sealed with it still open, until `npm run rotate-key` has been through. */
  oldSecretKey: string | undefined;
  /** Hosts and CIDR ranges in private networks that functions may call. */
  allowPrivateTargets: string[];
  /** Only what they write into X-Forwarded-For counts. */
  trustedProxies: AddressRange[];
  /** Per caller: requests that change something. */
  writesPerMinute: number;
  /** Per source, token or user. */
  eventsPerMinute: number;
  /** Below this no new events are taken; undefined: decided by the size of the disk. */
  minFreeBytes: number | undefined;
  /** Room on the disk that is kept for the day when it is full. */
  reserveBytes: number;
  /** Also where SQLite's locks may not be what they seem. */
  allowNetworkDisk: boolean;
  /** Work that has been due for longer, although there is room for it, makes the server not ready. */
  maxDueAgeMs: number;
  retentionDays: number;
  logLevel: z.infer<typeof Environment>['LOG_LEVEL'];
  /** The variables that were set: they win over what administrators set in the console. */
  given: ReadonlySet<string>;
}

/** A value in the environment that cannot be used; the message names each variable and what it must be. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/**
 * Reads the configuration. Empty variables count as absent.
 * @throws ConfigError naming every bad value at once.
 */
export function loadConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  const bad = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  bad.push(...findMissing(given));
  if (!parsed.success || bad.length > 0) {
    throw new ConfigError(
      `The environment has values that cannot be used:\n${bad.map((line) => `  ${line}`).join('\n')}`,
    );
  }
  const env = parsed.data;
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir: env.DATA_DIR,
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, ''),
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM ?? 'Dispatchers <dispatchers@localhost>',
    mailMode: env.MAIL_MODE,
    mailRetryBaseMs: env.MAIL_RETRY_BASE_SECONDS * 1_000,
    taskAgeingMs: env.TASK_AGEING_SECONDS === undefined ? undefined : env.TASK_AGEING_SECONDS * 1_000,
    mailWhenInDoubt: env.MAIL_WHEN_IN_DOUBT,
    breakerOpenMs: env.BREAKER_OPEN_SECONDS * 1_000,
    admin: env.ADMIN_EMAIL && env.ADMIN_PASSWORD ? { email: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD } : undefined,
    oauth2: env.OAUTH2_CLIENT_ID
      ? { clientId: env.OAUTH2_CLIENT_ID, clientSecret: env.OAUTH2_CLIENT_SECRET }
      : undefined,
    oauth1:
      env.OAUTH1_CONSUMER_KEY && env.OAUTH1_CONSUMER_SECRET
        ? { consumerKey: env.OAUTH1_CONSUMER_KEY, consumerSecret: env.OAUTH1_CONSUMER_SECRET }
        : undefined,
    webhookSecret: env.WEBHOOK_SECRET,
    secretKey: env.SECRET_KEY,
    oldSecretKey: env.OLD_SECRET_KEY,
    allowPrivateTargets: env.ALLOW_PRIVATE_TARGETS,
    trustedProxies: env.TRUSTED_PROXIES,
    writesPerMinute: env.WRITES_PER_MINUTE,
    eventsPerMinute: env.EVENTS_PER_MINUTE,
    minFreeBytes: env.MIN_FREE_BYTES,
    reserveBytes: env.RESERVE_BYTES,
    allowNetworkDisk: env.ALLOW_NETWORK_DISK === 'true',
    maxDueAgeMs: env.MAX_DUE_AGE_SECONDS * 1_000,
    retentionDays: env.RETENTION_DAYS,
    logLevel: env.LOG_LEVEL,
    given: new Set(Object.keys(given).filter((name) => name in Environment.shape)),
  };
}

/** What is of no use without another variable, as `NAME: is required together with OTHER`. */
function findMissing(given: Partial<Record<string, string>>): string[] {
  const pairs = [
    ['ADMIN_EMAIL', 'ADMIN_PASSWORD'],
    ['ADMIN_PASSWORD', 'ADMIN_EMAIL'],
    ['OAUTH1_CONSUMER_KEY', 'OAUTH1_CONSUMER_SECRET'],
    ['OAUTH1_CONSUMER_SECRET', 'OAUTH1_CONSUMER_KEY'],
    ['OAUTH2_CLIENT_SECRET', 'OAUTH2_CLIENT_ID'],
    ['OLD_SECRET_KEY', 'SECRET_KEY'],
    ['SMTP_URL', 'MAIL_FROM'],
  ] as const;
  return pairs.flatMap(([one, other]) =>
    given[one] !== undefined && given[other] === undefined ? [`${other}: is required together with ${one}`] : [],
  );
}
