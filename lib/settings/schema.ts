import { z } from 'zod';

/** tls: from the first byte · starttls: asked for, and never without · automatic: STARTTLS whenever it is offered. */
export const SMTP_SECURITIES = ['tls', 'starttls', 'automatic'] as const;
export const MAIL_MODES = ['live', 'capture', 'redirect', 'allow'] as const;
/** Where a setting in force comes from. */
export const SETTING_ORIGINS = ['environment', 'settings', 'default'] as const;
export type SettingOrigin = (typeof SETTING_ORIGINS)[number];

const SmtpHost = z
  .string()
  .trim()
  .min(1, 'is required')
  .max(253)
  .regex(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or an address');
/** Mail is taken at these, and at ports of users; anything else would be looking for open doors. */
const SmtpPort = z
  .number()
  .int()
  .min(1)
  .max(65_535)
  .refine((port) => [25, 465, 587].includes(port) || port >= 1_024, 'must be 25, 465, 587 or from 1024');

const SmtpInput = z.strictObject({
  host: SmtpHost,
  port: SmtpPort,
  security: z.enum(SMTP_SECURITIES),
  user: z.string().max(256).optional(),
  /** Absent: it stays as it is. */
  password: z.string().max(1_024).optional(),
});

/** Body of `PUT /api/v1/settings/mail`: all of it at once. */
export const MailSettingsInput = z.strictObject({
  /** Null: mails are captured. */
  smtp: SmtpInput.nullable(),
  /** `Name <address>` that mails come from. */
  // Before it is trimmed: a line break at the end is none of ours to take off.
  from: z
    .string()
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'must not contain control characters')
    .trim()
    .min(1, 'is required')
    .max(320),
  mode: z.enum(MAIL_MODES),
  /** Of `redirect`. */
  redirectTo: z.string().trim().max(320).optional(),
  /** Of `allow`. */
  allowDomains: z.array(z.string().trim().min(1).max(253)).max(100).optional(),
});
export type MailSettingsInput = z.infer<typeof MailSettingsInput>;

/** How mails are sent now, without the password. */
export interface MailSettingsView {
  smtp:
    | { host: string; port: number; security: (typeof SMTP_SECURITIES)[number]; user?: string; hasPassword: boolean }
    | undefined;
  from: string;
  mode: (typeof MAIL_MODES)[number];
  redirectTo?: string;
  allowDomains?: string[];
  /** Where each comes from: what the environment says cannot be changed here. */
  origins: { smtp: SettingOrigin; from: SettingOrigin; mode: SettingOrigin };
}

export const MAIL_TEST_STEPS = ['resolve', 'connect', 'greet', 'encrypt', 'sign_in', 'send'] as const;

/** One step of a test of the mail transport, in the server's own words. */
export interface MailTestStep {
  step: (typeof MAIL_TEST_STEPS)[number];
  status: 'done' | 'failed' | 'skipped';
  message: string;
}

export interface MailTest {
  ok: boolean;
  to: string;
  steps: MailTestStep[];
}

/** Body of `PUT /api/v1/settings/retention`. */
export const RetentionInput = z.strictObject({
  /** How long finished work is kept. */
  days: z.number().int().min(1).max(36_500),
});
export type RetentionInput = z.infer<typeof RetentionInput>;

export interface RetentionView {
  days: number;
  origin: SettingOrigin;
  /** What the next sweep would remove; at most `limit` of each are counted. */
  next: { events: number; mails: number; tasks: number; limit: number };
  lastSweep?: { at: number; removed: number };
}

/** A backup that is kept on the server. Sizes are bytes. */
export interface Backup {
  name: string;
  size: number;
  creationTimestamp: number;
}

export interface BackupList {
  /** The newest first. */
  data: Backup[];
  /** The one that is being made: `size` of at most `total`. */
  running?: { name: string; startedAt: number; size: number; total: number };
  /** Why the last one that was asked for could not be made. */
  lastError?: string;
}

export const BackupName = z.string().regex(/^dispatchers-[0-9TZ-]+\.db$/, 'must be the name of a backup');
