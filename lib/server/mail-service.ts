import { randomUUID } from 'node:crypto';
import type { Config } from '@/lib/config/config';
import type { TargetGuard } from '@/lib/http/target-guard';
import { parseRecipient } from '@/lib/mail/address';
import { type MailInForce, mailInForce } from '@/lib/mail/in-force';
import { applyMode } from '@/lib/mail/mode';
import type { OutgoingMail } from '@/lib/mail/outgoing';
import type { SmtpSettings } from '@/lib/mail/smtp-url';
import { testSmtp } from '@/lib/mail/test-transport';
import type { MailTransport } from '@/lib/mail/transport';
import type { SecretBox } from '@/lib/secrets/secret-box';
import type { MailTestStep } from '@/lib/settings/schema';

/** The mail transport in force, which administrators can change while mails are being sent. */
export interface MailService {
  current: MailInForce;
  /** Undefined: mails are captured. */
  transport: MailTransport | undefined;
  /** Takes on what was set. What is under way is finished by the transport that it began with. */
  reload(): void;
  /** Goes through every step as far as a mail to `address`. */
  test(address: string): Promise<MailTestStep[]>;
  close(): Promise<void>;
}

/**
 * @param guard keeps a server that administrators named out of private networks; that of the environment is trusted.
 * @param openTransport to a mail server, kept out of private networks where that is asked for.
 */
export function createMailService(
  config: Config,
  secretBox: SecretBox,
  guard: TargetGuard,
  openTransport: (settings: SmtpSettings, guarded: boolean) => MailTransport,
): MailService {
  const retiring = new Set<Promise<void>>();

  function guardFor({ origins }: MailInForce): TargetGuard | undefined {
    return origins.smtp === 'environment' ? undefined : guard;
  }

  function open(inForce: MailInForce): MailTransport | undefined {
    return inForce.smtp && openTransport(inForce.smtp, guardFor(inForce) !== undefined);
  }

  const current = mailInForce(config, secretBox);
  const service: MailService = {
    current,
    transport: open(current),
    reload() {
      const before = service.transport;
      service.current = mailInForce(config, secretBox);
      service.transport = open(service.current);
      const closing = before?.close({ drain: true });
      if (!closing) return;
      retiring.add(closing);
      void closing.finally(() => retiring.delete(closing));
    },
    async test(address) {
      const { smtp } = service.current;
      if (!smtp) return [{ step: 'connect', status: 'skipped', message: 'No mail server is set: mails are captured' }];
      const steps = await testSmtp(smtp, guardFor(service.current));
      if (steps.some(({ status }) => status === 'failed')) return steps;
      return [...steps, await sendTest(service, address)];
    },
    async close() {
      await Promise.all([service.transport?.close(), ...retiring]);
    },
  };
  return service;
}

async function sendTest({ current, transport }: MailService, address: string): Promise<MailTestStep> {
  const { mail, captured } = applyMode(current.mode, toTestMail(current.from, address));
  if (!mail || !transport) {
    const message = `The mode is ${current.mode.kind}: mail to ${captured.join(', ')} is not sent`;
    return { step: 'send', status: 'skipped', message };
  }
  const outcome = await transport.send(mail);
  if (outcome.status !== 'sent') return { step: 'send', status: 'failed', message: outcome.message ?? 'not sent' };
  const to = mail.envelopeTo.join(', ');
  return { step: 'send', status: 'done', message: `Sent to ${to}: ${outcome.response ?? 'accepted'}` };
}

function toTestMail(from: string, address: string): OutgoingMail {
  const id = randomUUID();
  const parsed = parseRecipient(from);
  const domain = parsed.ok ? parsed.recipient.wireAddress.split('@').at(-1) : undefined;
  const text = 'This mail shows that Dispatchers can send mails.';
  return {
    mailId: id,
    messageId: `<${id}@${domain ?? 'localhost'}>`,
    from,
    recipients: { to: [address], cc: [], bcc: [] },
    envelopeTo: [address],
    subject: 'Test mail of Dispatchers',
    html: `<p>${text}</p>`,
    text,
  };
}
