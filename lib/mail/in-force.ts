import { z } from 'zod';
import { readSetting } from '@/db/settings';
import { watchTopic } from '@/db/versions';
import type { Config } from '@/lib/config/config';
import type { SecretBox } from '@/lib/secrets/secret-box';
import { MAIL_MODES, type MailSettingsView, type SettingOrigin, SMTP_SECURITIES } from '@/lib/settings/schema';
import type { MailMode } from './mode';
import { parseSmtpUrl, type SmtpSettings } from './smtp-url';

export const MAIL_SETTING = 'mail';
export const PASSWORD_PLACE = 'settings.mail.password';

/** What is stored of the mail settings. */
const StoredMail = z.object({
  smtp: z
    .object({
      host: z.string(),
      port: z.number(),
      security: z.enum(SMTP_SECURITIES),
      user: z.string().optional(),
      passwordCiphertext: z.string().optional(),
    })
    .nullable(),
  from: z.string(),
  mode: z.enum(MAIL_MODES),
  redirectTo: z.string().optional(),
  allowDomains: z.array(z.string()).optional(),
});
export type StoredMail = z.infer<typeof StoredMail>;

/** How mails are sent now: the environment where it says something, else what administrators set, else the defaults. */
export interface MailInForce {
  smtp: SmtpSettings | undefined;
  from: string;
  mode: MailMode;
  origins: MailSettingsView['origins'];
}

/** What administrators set; undefined while they have not. */
export function readStoredMail(): StoredMail | undefined {
  const stored = readSetting(MAIL_SETTING);
  return stored && StoredMail.parse(stored);
}

/** @returns reads how mails are sent now, again only when that was set anew. */
export function watchMailInForce(config: Config, secretBox: SecretBox): () => MailInForce {
  const isOutdated = watchTopic('settings');
  let current: MailInForce | undefined;
  return () => {
    if (isOutdated() || !current) current = mailInForce(config, secretBox);
    return current;
  };
}

export function mailInForce(config: Config, secretBox: SecretBox): MailInForce {
  const stored = readStoredMail();
  const origin = (variable: string): SettingOrigin =>
    config.given.has(variable) ? 'environment' : stored ? 'settings' : 'default';
  const origins = { smtp: origin('SMTP_URL'), from: origin('MAIL_FROM'), mode: origin('MAIL_MODE') };
  const url = config.smtpUrl;
  return {
    smtp: url !== undefined ? parseSmtpUrl(url) : stored?.smtp ? toSmtp(stored.smtp, secretBox) : undefined,
    from: (origins.from === 'settings' && stored?.from) || config.mailFrom,
    mode: (origins.mode === 'settings' && stored && toMode(stored)) || config.mailMode,
    origins,
  };
}

function toSmtp(smtp: NonNullable<StoredMail['smtp']>, secretBox: SecretBox): SmtpSettings {
  const { host, port, security, user, passwordCiphertext } = smtp;
  const pass = passwordCiphertext === undefined ? '' : secretBox.open(passwordCiphertext, PASSWORD_PLACE);
  return {
    host,
    port,
    secure: security === 'tls',
    ...(security === 'starttls' ? { requireTLS: true } : {}),
    ...(user ? { auth: { user, pass } } : {}),
  };
}

function toMode({ mode, redirectTo = '', allowDomains = [] }: StoredMail): MailMode {
  if (mode === 'redirect') return { kind: mode, address: redirectTo };
  return mode === 'allow' ? { kind: mode, domains: allowDomains } : { kind: mode };
}

/** The same without the password. */
export function toMailView({ smtp, from, mode, origins }: MailInForce): MailSettingsView {
  return {
    smtp: smtp && {
      host: smtp.host,
      port: smtp.port,
      security: smtp.secure ? 'tls' : smtp.requireTLS ? 'starttls' : 'automatic',
      ...(smtp.auth ? { user: smtp.auth.user } : {}),
      hasPassword: Boolean(smtp.auth?.pass),
    },
    from,
    mode: mode.kind,
    ...(mode.kind === 'redirect' ? { redirectTo: mode.address } : {}),
    ...(mode.kind === 'allow' ? { allowDomains: mode.domains } : {}),
    origins,
  };
}
