import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type ParsedMessage, type SmtpSink, startSmtpSink } from '@/e2e/fixtures/smtp-sink';
import type { MailTransport, OutgoingMail } from './outgoing';
import { createSmtpTransport, type TransportOptions } from './transport';

/** A mail with an id of its own, to be changed where a test needs it. */
export function mailTo(envelopeTo: string[], changes: Partial<OutgoingMail> = {}): OutgoingMail {
  const mailId = randomUUID();
  return {
    mailId,
    messageId: `<${mailId}@dispatcher.test>`,
    from: 'Dispatcher <no-reply@dispatcher.test>',
    recipients: { to: envelopeTo, cc: [], bcc: [] },
    envelopeTo,
    subject: `Hello ${mailId}`,
    html: '<p>Bonjour <b>é</b></p>',
    text: 'Bonjour é',
    ...changes,
  };
}

export interface MailRig {
  sink(): SmtpSink;
  /** A transport to the sink, or to `url`; closed after the test. */
  connect(url?: string, options?: TransportOptions): MailTransport;
  /** What reached the sink with this Message-ID, answered or not. */
  received(mail: OutgoingMail): Promise<ParsedMessage[]>;
  /** The RCPT commands of the dialogue since `start`, as they came over the wire. */
  recipientsSince(start: number): string[];
  kindsSince(start: number): string[];
}

/** A real SMTP server for the tests of one file, back to normal after each test. */
export function mailRig(): MailRig {
  let running: SmtpSink | undefined;
  const open: MailTransport[] = [];
  const sink = () => {
    if (!running) throw new Error('the sink starts in beforeAll');
    return running;
  };

  beforeAll(async () => {
    running = await startSmtpSink();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((transport) => transport.close({ force: true })));
    await sink().script({});
  });
  afterAll(() => sink().stop());

  const ledgerSince = (start: number) => sink().ledger().slice(start);
  return {
    sink,
    connect(url = sink().url, options = {}) {
      const transport = createSmtpTransport(url, options);
      open.push(transport);
      return transport;
    },
    async received(mail) {
      return (await sink().allMessages()).filter((message) => message.messageId === mail.messageId);
    },
    recipientsSince: (start) =>
      ledgerSince(start).flatMap((entry) =>
        entry.kind === 'command' ? (/^RCPT TO:<(.*)>$/.exec(entry.line)?.[1] ?? []) : [],
      ),
    kindsSince: (start) => ledgerSince(start).map((entry) => entry.kind),
  };
}
