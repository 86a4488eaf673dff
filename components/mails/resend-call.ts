import type { ApiCall } from '@/components/data/api-call';
import type { Mail } from '@/lib/mail/schema';

/** The call that sends the same again as a new mail, without its attachments: to the HTTP API, and by the official client. */
export function toResendCall(mail: Pick<Mail, 'recipients' | 'subject' | 'html' | 'from' | 'replyTo'>): {
  call: ApiCall;
  sdk: string;
} {
  const { recipients, subject, html, from, replyTo } = mail;
  const { to, cc, bcc } = recipients;
  const common = {
    recipients: { to, ...(cc.length > 0 ? { cc } : {}), ...(bcc.length > 0 ? { bcc } : {}) },
    subject,
    body: html,
    from,
  };
  const body = { ...common, ...(replyTo ? { reply_to: replyTo } : {}) };
  const input = { ...common, ...(replyTo ? { replyTo } : {}) };
  return {
    call: { method: 'POST', path: '/mail/v1/', body },
    sdk: `exh.mails.send(${JSON.stringify(input, null, 2)})`,
  };
}
