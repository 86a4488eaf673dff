import { z } from 'zod';
import { MAIL_MODES, type MailSettingsInput, type MailSettingsView, SMTP_SECURITIES } from '@/lib/settings/schema';

/** The form's values: the port and the password as they are typed. */
export const MailForm = z.object({
  server: z.enum(['smtp', 'none']),
  smtp: z.object({
    host: z.string().trim(),
    port: z.string().regex(/^\d{1,5}$/, 'must be a number'),
    security: z.enum(SMTP_SECURITIES),
    user: z.string().trim(),
    password: z.string(),
  }),
  from: z.string().trim().min(1, 'is required'),
  mode: z.enum(MAIL_MODES),
  redirectTo: z.string().trim(),
  allowDomains: z.array(z.string()),
});
export type MailForm = z.infer<typeof MailForm>;

export function toMailForm({ smtp, from, mode, redirectTo, allowDomains }: MailSettingsView): MailForm {
  return {
    server: smtp ? 'smtp' : 'none',
    smtp: {
      host: smtp?.host ?? '',
      port: String(smtp?.port ?? 587),
      security: smtp?.security ?? 'starttls',
      user: smtp?.user ?? '',
      password: '',
    },
    from,
    mode,
    redirectTo: redirectTo ?? '',
    allowDomains: allowDomains ?? [],
  };
}

/** An empty password field leaves it as it is. */
export function toMailInput({ server, smtp, from, mode, redirectTo, allowDomains }: MailForm): MailSettingsInput {
  const { host, port, security, user, password } = smtp;
  const login = { ...(user ? { user } : {}), ...(password ? { password } : {}) };
  return {
    smtp: server === 'smtp' ? { host, port: Number(port), security, ...login } : null,
    from,
    mode,
    ...(mode === 'redirect' ? { redirectTo } : {}),
    ...(mode === 'allow' ? { allowDomains } : {}),
  };
}
