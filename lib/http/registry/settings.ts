import { z } from 'zod';
import {
  BackupName,
  MAIL_MODES,
  MAIL_TEST_STEPS,
  MailSettingsInput,
  RetentionInput,
  SETTING_ORIGINS,
  SMTP_SECURITIES,
} from '@/lib/settings/schema';
import { Affected, EpochMs } from './answers';
import type { RouteEntries } from './route-entry';

const Count = z.number().int().min(0);
const Origin = z.enum(SETTING_ORIGINS);

const Backup = z.object({ name: z.string(), size: Count.describe('Bytes'), creationTimestamp: EpochMs });

const MailSettings = z.object({
  smtp: z
    .object({
      host: z.string(),
      port: z.number().int(),
      security: z.enum(SMTP_SECURITIES),
      user: z.string().optional(),
      hasPassword: z.boolean(),
    })
    .optional()
    .describe('Absent: mails are captured'),
  from: z.string(),
  mode: z.enum(MAIL_MODES),
  redirectTo: z.string().optional(),
  allowDomains: z.array(z.string()).optional(),
  origins: z
    .object({ smtp: Origin, from: Origin, mode: Origin })
    .describe('What the environment says cannot be changed here'),
});

const Retention = z.object({
  days: z.number().int().min(1),
  origin: Origin,
  next: z
    .object({ events: Count, mails: Count, tasks: Count, limit: Count })
    .describe('What the next sweep would remove; at most `limit` of each are counted'),
  lastSweep: z.object({ at: EpochMs, removed: Count }).optional(),
});

export const settingsRoutes = {
  'GET /api/v1/settings/mail': {
    permission: 'VIEW_SETTINGS',
    summary: 'Show how mails are sent',
    answer: MailSettings,
  },
  'PUT /api/v1/settings/mail': {
    permission: 'MANAGE_SETTINGS',
    summary: 'Say how mails are sent',
    description:
      'In force at once; what is being sent is finished as it began. Without `password` it stays, for the same server and user. What SMTP_URL, MAIL_FROM and MAIL_MODE say wins.',
    body: MailSettingsInput,
    answer: MailSettings,
  },
  'POST /api/v1/settings/mail/test': {
    permission: 'MANAGE_SETTINGS',
    summary: 'Try how mails are sent, up to a mail to oneself',
    description: 'At most ten a minute.',
    answer: z.object({
      ok: z.boolean(),
      to: z.string(),
      steps: z.array(
        z.object({
          step: z.enum(MAIL_TEST_STEPS),
          status: z.enum(['done', 'failed', 'skipped']),
          message: z.string().describe("The server's own words, where it said any"),
        }),
      ),
    }),
    errors: [26, 27],
  },
  'GET /api/v1/settings/retention': {
    permission: 'VIEW_SETTINGS',
    summary: 'Show how long finished work is kept',
    answer: Retention,
  },
  'PUT /api/v1/settings/retention': {
    permission: 'MANAGE_SETTINGS',
    summary: 'Say how long finished work is kept',
    description: 'From the next sweep on, within an hour. RETENTION_DAYS wins.',
    body: RetentionInput,
    answer: Retention,
    errors: [27],
  },
  'GET /api/v1/settings/backups': {
    permission: 'MANAGE_SETTINGS',
    summary: 'List backups on the server',
    answer: z.object({
      data: z.array(Backup),
      running: z.object({ name: z.string(), startedAt: EpochMs, size: Count, total: Count }).optional(),
      lastError: z.string().optional(),
    }),
  },
  'POST /api/v1/settings/backups': {
    perMinute: 30,
    permission: 'MANAGE_SETTINGS',
    summary: 'Begin a backup of everything',
    description:
      'It holds all that was committed when it began. Secrets in it are encrypted with the secret key, which is not in it.',
    answer: Backup,
    errors: [27],
  },
  'GET /api/v1/settings/backups/{name}/file': {
    permission: 'MANAGE_SETTINGS',
    summary: 'Download a backup',
    params: { name: BackupName },
    answer: z.string(),
    media: 'application/vnd.sqlite3',
    errors: [16],
  },
  'DELETE /api/v1/settings/backups/{name}': {
    permission: 'MANAGE_SETTINGS',
    summary: 'Remove a backup from the server',
    params: { name: BackupName },
    answer: Affected,
    errors: [16],
  },
} as const satisfies RouteEntries;
