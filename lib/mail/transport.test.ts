import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type SmtpSink, startSmtpSink } from '@/e2e/fixtures/smtp-sink';
import type { MailTransport, OutgoingMail } from './outgoing';
import { createSmtpTransport, type TransportOptions } from './transport';

let sink: SmtpSink;
const open: MailTransport[] = [];

beforeAll(async () => {
  sink = await startSmtpSink();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((transport) => transport.close({ force: true })));
  await sink.script({});
});
afterAll(() => sink.stop());

function connect(url = sink.url, options: TransportOptions = {}): MailTransport {
  const transport = createSmtpTransport(url, options);
  open.push(transport);
  return transport;
}

function mailTo(envelopeTo: string[], changes: Partial<OutgoingMail> = {}): OutgoingMail {
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

async function received(mail: OutgoingMail) {
  return (await sink.allMessages()).filter((message) => message.messageId === mail.messageId);
}

/** The RCPT commands of the dialogue since `start`, as they came over the wire. */
function recipientsSince(start: number): string[] {
  return sink
    .ledger()
    .slice(start)
    .flatMap((entry) => (entry.kind === 'command' ? (/^RCPT TO:<(.*)>$/.exec(entry.line)?.[1] ?? []) : []));
}

function kindsSince(start: number): string[] {
  return sink
    .ledger()
    .slice(start)
    .map((entry) => entry.kind);
}

describe('a mail that the server takes', () => {
  test('arrives with its envelope, headers, HTML and text', async () => {
    const mail = mailTo(['a@one.test', 'b@two.test', 'hidden@three.test'], {
      recipients: {
        to: ['Ann, "A" <a@one.test>'.replace(/^.*?</, '"Ann, \\"A\\"" <')],
        cc: ['b@two.test'],
        bcc: ['hidden@three.test'],
      },
      replyTo: 'Support <help@dispatcher.test>',
      subject: 'Zoë’s mail — ✓',
      headers: { 'X-Original-To': 'someone@else.test' },
      attachments: [{ name: 'räport.csv', content: Buffer.from('a;b\n'), type: 'text/csv' }],
    });
    const outcome = await connect().send(mail);
    expect(outcome).toMatchObject({ status: 'sent', code: 250 });
    expect(outcome.recipients.map((one) => [one.address, one.status])).toEqual([
      ['a@one.test', 'accepted'],
      ['b@two.test', 'accepted'],
      ['hidden@three.test', 'accepted'],
    ]);
    const [message, ...others] = await received(mail);
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      envelope: { from: 'no-reply@dispatcher.test', to: ['a@one.test', 'b@two.test', 'hidden@three.test'] },
      subject: 'Zoë’s mail — ✓',
      html: '<p>Bonjour <b>é</b></p>',
      cc: 'b@two.test',
      replyTo: '"Support" <help@dispatcher.test>',
    });
    expect(message?.text.trim()).toBe('Bonjour é');
    expect(message?.to).toContain('a@one.test');
    expect(message?.attachments).toEqual([{ name: 'räport.csv', type: 'text/csv', content: Buffer.from('a;b\n') }]);
    expect(message?.raw).not.toContain('hidden@three.test');
    expect(message?.raw).toMatch(/^X-Original-To: someone@else\.test\r?$/m);
  });

  test('has each header once', async () => {
    const mail = mailTo(['a@one.test']);
    await connect().send(mail);
    const names = (await received(mail))[0]?.headerLines.map((line) => line.name) ?? [];
    expect(names).toEqual(expect.arrayContaining(['from', 'to', 'subject', 'message-id', 'date', 'mime-version']));
    expect(new Set(names).size).toBe(names.length);
  });

  test('goes only to the addresses still to be delivered, with the header of the whole', async () => {
    const mail = mailTo(['b@two.test'], { recipients: { to: ['a@one.test', 'b@two.test'], cc: [], bcc: [] } });
    await connect().send(mail);
    expect(await received(mail)).toMatchObject([{ envelope: { to: ['b@two.test'] }, to: 'a@one.test, b@two.test' }]);
  });

  test('reaches an international domain in its ASCII form and reports it under its own name', async () => {
    const start = sink.ledger().length;
    const outcome = await connect().send(mailTo(['info@bücher.test']));
    expect(outcome.recipients).toMatchObject([{ address: 'info@bücher.test', status: 'accepted' }]);
    expect(recipientsSince(start)).toEqual(['info@xn--bcher-kva.test']);
  });

  test('reaches an international mailbox through SMTPUTF8', async () => {
    const start = sink.ledger().length;
    expect((await connect().send(mailTo(['jõgi@bücher.test']))).status).toBe('sent');
    expect(recipientsSince(start)).toEqual(['jõgi@bücher.test']);
  });

  test('keeps lines that start with a dot, and bare line ends, as they are read', async () => {
    const mail = mailTo(['a@one.test'], { text: '.\r\n.hidden\n\r.\r\nend', html: '<p>x</p>' });
    expect((await connect().send(mail)).status).toBe('sent');
    expect((await received(mail))[0]?.text).toContain('.hidden');
  });

  test('uses at most the connections it was given, and uses them again', async () => {
    const start = sink.ledger().length;
    const transport = connect(sink.url, { maxConnections: 2 });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => transport.send(mailTo(['a@one.test']))));
    expect(outcomes.every((outcome) => outcome.status === 'sent')).toBe(true);
    expect(
      sink
        .ledger()
        .slice(start)
        .filter((entry) => entry.kind === 'connect').length,
    ).toBeLessThanOrEqual(2);
  });
});

describe('a mail that the server refuses', () => {
  test('is delivered to the others when one recipient is refused', async () => {
    await sink.script({ refuse: [{ pattern: '^gone@', code: 550, message: '5.1.1 no such user' }] });
    const mail = mailTo(['a@one.test', 'gone@two.test', 'c@three.test']);
    const outcome = await connect().send(mail);
    expect(outcome).toMatchObject({
      status: 'partial',
      class: 'permanent',
      message: 'The mail server refused the recipient gone@two.test: 550 5.1.1 no such user',
    });
    expect(outcome.recipients.map((one) => one.status)).toEqual(['accepted', 'refused', 'accepted']);
    expect((await received(mail))[0]?.envelope.to).toEqual(['a@one.test', 'c@three.test']);
  });

  test('is tried again only for those that were deferred', async () => {
    await sink.script({
      refuse: [
        { pattern: '^grey@', code: 451, message: 'greylisted' },
        { pattern: '^gone@', code: 550, message: 'no' },
      ],
    });
    const outcome = await connect().send(mailTo(['grey@one.test', 'gone@two.test']));
    expect(outcome).toMatchObject({ status: 'failed', class: 'transient', code: 451, retryAfterMs: 300_000 });
    expect(outcome.recipients).toEqual([
      { address: 'grey@one.test', status: 'deferred', code: 451, response: '451 greylisted' },
      { address: 'gone@two.test', status: 'refused', code: 550, response: '550 no' },
    ]);
  });

  test('names the sender when it is the sender that is refused', async () => {
    await sink.script({ sender: [{ pattern: '.', code: 550, message: 'not yours' }] });
    const outcome = await connect().send(mailTo(['a@one.test']));
    expect(outcome).toMatchObject({ status: 'failed', class: 'configuration' });
    expect(outcome.recipients[0]?.status).toBe('refused');
    expect(outcome.message).toBe('The mail server does not accept the sender no-reply@dispatcher.test: 550 not yours');
  });

  test.each([
    [452, 'transient', 'deferred'],
    [421, 'transient', 'deferred'],
    [554, 'permanent', 'refused'],
  ] as const)('with %i after the final dot is %s', async (code, expectedClass, status) => {
    await sink.script({ data: { code, message: 'because' } });
    const outcome = await connect().send(mailTo(['a@one.test']));
    expect(outcome).toMatchObject({ status: 'failed', class: expectedClass, code, recipients: [{ status }] });
    expect(outcome.message).toContain(`${code} because`);
  });

  test('does not spoil the connection for the next one', async () => {
    const transport = connect(sink.url, { maxConnections: 1 });
    await sink.script({ refuse: [{ pattern: '^gone@', code: 550 }] });
    expect((await transport.send(mailTo(['gone@two.test']))).status).toBe('failed');
    expect((await transport.send(mailTo(['a@one.test']))).status).toBe('sent');
  });
});

describe('a server that is away', () => {
  test('is named when it refuses connections', async () => {
    await sink.script({ down: true });
    const outcome = await connect().send(mailTo(['a@one.test']));
    expect(outcome).toMatchObject({ status: 'failed', class: 'infrastructure', recipients: [{ status: 'deferred' }] });
    expect(outcome.message).toBe(`The mail server 127.0.0.1:${sink.port} refuses connections`);
  });

  test('gets the same mail once it is up again, on the same port', async () => {
    await sink.script({ down: true });
    const transport = connect();
    const mail = mailTo(['a@one.test']);
    expect((await transport.send(mail)).class).toBe('infrastructure');
    await sink.script({});
    expect((await transport.send(mail)).status).toBe('sent');
    expect(await received(mail)).toHaveLength(1);
  });

  test('greeting with 421 is away too; greeting with 554 wants a person', async () => {
    await sink.script({ greeting: { code: 421, message: 'busy' } });
    expect(await connect().send(mailTo(['a@one.test']))).toMatchObject({ class: 'infrastructure', code: 421 });
    await sink.script({ greeting: { code: 554, message: 'go away' } });
    expect(await connect().send(mailTo(['a@one.test']))).toMatchObject({ class: 'configuration', code: 554 });
  });

  test('that never greets is given up in time', async () => {
    await sink.script({ greetingDelay: 'never' });
    const transport = connect(sink.url, { greetingTimeoutMs: 300 });
    expect(await transport.send(mailTo(['a@one.test']))).toMatchObject({ class: 'infrastructure' });
  });

  test('that trickles is given up at the deadline, and frees the connection', async () => {
    await sink.script({ replyDelay: 400 });
    const transport = connect(sink.url, { maxConnections: 1, deadlineMs: 300 });
    expect(await transport.send(mailTo(['a@one.test']))).toMatchObject({ status: 'failed', class: 'infrastructure' });
    await sink.script({});
    expect((await transport.send(mailTo(['a@one.test']))).status).toBe('sent');
  });

  test('a pooled connection that died while idle costs no attempt', async () => {
    const transport = connect(sink.url, { maxConnections: 1 });
    expect((await transport.send(mailTo(['a@one.test']))).status).toBe('sent');
    await sink.script({ down: true });
    await sink.script({});
    expect((await transport.send(mailTo(['a@one.test']))).status).toBe('sent');
  });
});

describe('a server that takes the whole mail and gives no answer', () => {
  test('leaves an ambiguous attempt; the next one carries the same Message-ID', async () => {
    await sink.script({ dropAfterData: 1 });
    const transport = connect();
    const mail = mailTo(['a@one.test']);
    const first = await transport.send(mail);
    expect(first).toMatchObject({ status: 'failed', class: 'ambiguous', recipients: [{ status: 'deferred' }] });
    expect(first.message).toMatch(/may have been delivered/);
    expect((await transport.send(mail)).status).toBe('sent');
    expect(await received(mail)).toMatchObject([{ outcome: 'dropped' }, { outcome: 'accepted' }]);
  });

  test('is ambiguous when it stays silent', async () => {
    await sink.script({ silentAfterData: 1 });
    const transport = connect(sink.url, { socketTimeoutMs: 300 });
    expect(await transport.send(mailTo(['a@one.test']))).toMatchObject({ status: 'failed', class: 'ambiguous' });
    expect((await transport.send(mailTo(['a@one.test']))).status).toBe('sent');
  });

  test('is not ambiguous when the connection is lost before the body', async () => {
    await sink.script({ replyDelay: 'never' });
    const transport = connect(sink.url, { socketTimeoutMs: 300 });
    expect(await transport.send(mailTo(['a@one.test']))).toMatchObject({ class: 'infrastructure' });
  });

  test('is not ambiguous when the connection is lost in the middle of a large body', async () => {
    const cut = await startCuttingServer(64 * 1024);
    const mail = mailTo(['a@one.test'], { attachments: [{ name: 'big.bin', content: Buffer.alloc(20_000_000, 7) }] });
    const outcome = await connect(`smtp://127.0.0.1:${cut.port}`).send(mail);
    cut.server.close();
    expect(outcome).toMatchObject({ status: 'failed', class: 'infrastructure' });
  });
});

/** A server that follows the dialogue and cuts the connection after so many bytes of the body. */
async function startCuttingServer(bytes: number): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => {
    let body = -1;
    socket.on('error', () => undefined);
    socket.write('220 here\r\n');
    socket.on('data', (chunk) => {
      if (body >= 0) {
        body += chunk.length;
        if (body > bytes) socket.destroy();
        return;
      }
      for (const line of chunk.toString().split('\r\n').slice(0, -1)) {
        if (line === 'DATA') body = 0;
        socket.write(line === 'DATA' ? '354 go\r\n' : '250 ok\r\n');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, port: address.port };
}

describe('stopping', () => {
  test('an aborted attempt ends at once and frees its connection', async () => {
    await sink.script({ replyDelay: 'never' });
    const transport = connect(sink.url, { maxConnections: 1 });
    const controller = new AbortController();
    const start = sink.ledger().length;
    const sending = transport.send(mailTo(['a@one.test']), controller.signal);
    await expect.poll(() => kindsSince(start)).toContain('mail');
    controller.abort();
    expect(await sending).toMatchObject({ status: 'failed', class: 'transient' });
    await sink.script({});
    expect((await transport.send(mailTo(['a@one.test']))).status).toBe('sent');
  });

  test('close lets the mail in flight finish and takes no further one', async () => {
    await sink.script({ replyDelay: 50 });
    const transport = connect();
    const start = sink.ledger().length;
    const sending = transport.send(mailTo(['a@one.test']));
    await expect.poll(() => kindsSince(start)).toContain('mail');
    await transport.close();
    expect((await sending).status).toBe('sent');
    expect(await transport.send(mailTo(['a@one.test']))).toMatchObject({ status: 'failed', class: 'transient' });
  });
});

describe('logging in and encrypting', () => {
  test('uses the credentials of the URL, and says so when they are wrong', async () => {
    const guarded = await startSmtpSink({ user: 'me', pass: 's3cret' });
    try {
      expect((await connect(guarded.url).send(mailTo(['a@one.test']))).status).toBe('sent');
      expect(await connect(guarded.url).verify()).toMatchObject({ ok: true });
      const wrong = guarded.url.replace('s3cret', 'guess');
      const outcome = await connect(wrong).send(mailTo(['a@one.test']));
      expect(outcome).toMatchObject({ class: 'configuration', code: 535, recipients: [{ status: 'deferred' }] });
      const verified = await connect(wrong).verify();
      expect(verified.ok).toBe(false);
      expect(verified.message).toMatch(/does not accept the user name and password/);
      expect(JSON.stringify([outcome, verified])).not.toContain('guess');
      await guarded.script({ auth: { code: 454, message: 'later' } });
      expect(await connect(guarded.url).send(mailTo(['a@one.test']))).toMatchObject({ class: 'transient', code: 454 });
    } finally {
      await guarded.stop();
    }
  });

  test.each(['starttls', 'implicit'] as const)(
    'refuses an untrusted certificate (%s) instead of going on',
    async (tls) => {
      const encrypted = await startSmtpSink({ tls });
      try {
        const mail = mailTo(['a@one.test']);
        const outcome = await connect(encrypted.url).send(mail);
        expect(outcome).toMatchObject({ status: 'failed', class: 'configuration' });
        expect(outcome.message).toMatch(/No encrypted connection/);
        expect(encrypted.ledger().filter((entry) => entry.kind === 'mail')).toEqual([]);
        const trusting = connect(`${encrypted.url}?tls.rejectUnauthorized=false`);
        expect((await trusting.send(mail)).status).toBe('sent');
      } finally {
        await encrypted.stop();
      }
    },
  );

  test('refuses a server without TLS when TLS is required', async () => {
    const outcome = await connect(`${sink.url}?requireTLS=true`).send(mailTo(['a@one.test']));
    expect(outcome).toMatchObject({ status: 'failed', class: 'configuration' });
  });
});

describe('injection', () => {
  const EVIL_ADDRESSES = [
    'a@one.test\r\nRCPT TO:<evil@x.test>',
    'a@one.test\nBcc: evil@x.test',
    'a@one.test\r',
    'a@one.test\u0000',
    'a@one.test\u2028evil@x.test',
    'a@one.test\u0085',
    'a@one.test, evil@x.test',
    'a@one.test;evil@x.test',
    'group: a@one.test, evil@x.test;',
    '<a@one.test> <evil@x.test>',
    'a@one.test> SIZE=1\r\nRCPT TO:<evil@x.test',
    'a@one.test (comment)',
    'a@one.test ',
    ' a@one.test',
    '=?utf-8?q?evil=40x.test?=@one.test x',
    'a@b@one.test',
    '"evil@x.test"@one.test',
    '"a b"@one.test',
    'a@[127.0.0.1]',
    'a@127.0.0.1',
    'a@0x7f.1',
    'a@ex%61mple.test',
    'a@one.test/x',
    'a@one_test',
    'a@-one.test',
    'a@one..test',
    'a..b@one.test',
    '.a@one.test',
    'a@',
    '@one.test',
    'a',
    '',
    'a@one.test BODY=8BITMIME',
    `${'x'.repeat(65)}@one.test`,
    `a@${'x'.repeat(64)}.test`,
  ];

  test.each(EVIL_ADDRESSES)('the recipient %j is refused before the SMTP dialogue', async (address) => {
    const start = sink.ledger().length;
    const outcome = await connect().send(mailTo(['a@one.test', address]));
    expect(outcome).toMatchObject({ status: 'failed', class: 'permanent' });
    expect(outcome.recipients.map((one) => one.status)).toEqual(['refused', 'refused']);
    expect(outcome.message).not.toMatch(/[\p{Cc}\u2028]/u);
    expect(sink.ledger().slice(start)).toEqual([]);
  });

  const LINE = 'x\r\nBcc: evil@x.test';
  const EVIL_FIELDS: [string, Partial<OutgoingMail>][] = [
    ['subject', { subject: LINE }],
    ['subject with NUL', { subject: 'x\u0000' }],
    ['subject with U+2028', { subject: 'x\u2028y' }],
    ['sender', { from: 'a@one.test\r\nRCPT TO:<evil@x.test>' }],
    ['sender name', { from: `"${LINE}" <a@one.test>` }],
    ['two senders', { from: 'a@one.test, b@one.test' }],
    ['reply-to', { replyTo: LINE }],
    ['to header', { recipients: { to: [`${LINE} <a@one.test>`], cc: [], bcc: [] } }],
    ['to header list', { recipients: { to: ['a@one.test, evil@x.test'], cc: [], bcc: [] } }],
    ['cc header', { recipients: { to: ['a@one.test'], cc: [LINE], bcc: [] } }],
    ['bcc', { recipients: { to: ['a@one.test'], cc: [], bcc: [LINE] } }],
    ['Message-ID', { messageId: '<a@b>\r\nBcc: evil@x.test' }],
    ['Message-ID form', { messageId: 'a@b' }],
    ['header value', { headers: { 'X-A': LINE } }],
    ['header name', { headers: { 'X-A: 1\r\nBcc': 'evil@x.test' } }],
    ['reserved header', { headers: { bcc: 'evil@x.test' } }],
    ['second subject', { headers: { Subject: 'other' } }],
    ['attachment name', { attachments: [{ name: LINE, content: Buffer.from('x') }] }],
    ['attachment type', { attachments: [{ name: 'a', content: Buffer.from('x'), type: 'text/html\r\nX: y' }] }],
    ['no recipient', { envelopeTo: [] }],
  ];

  test.each(EVIL_FIELDS)('a bad %s is refused before the SMTP dialogue', async (_what, change) => {
    const start = sink.ledger().length;
    const outcome = await connect().send(mailTo(['a@one.test'], change));
    expect(outcome).toMatchObject({ status: 'failed', class: 'permanent' });
    expect(outcome.message).toMatch(/^This mail cannot be sent: /);
    expect(sink.ledger().slice(start)).toEqual([]);
  });

  const FILE_AND_URL: [string, object][] = [
    ['html: {path}', { html: { path: '/etc/passwd' } }],
    ['html: {href}', { html: { href: 'http://127.0.0.1:1/' } }],
    ['text: {path}', { text: { path: '/etc/passwd' } }],
    ['attachment path', { attachments: [{ name: 'a', path: '/etc/passwd' }] }],
    ['attachment href', { attachments: [{ name: 'a', href: 'http://127.0.0.1:1/' }] }],
    ['attachment content path', { attachments: [{ name: 'a', content: { path: '/etc/passwd' } }] }],
  ];

  test.each(FILE_AND_URL)('%s reads no file and no URL', async (_what, change) => {
    const start = sink.ledger().length;
    const mail = { ...mailTo(['a@one.test']), ...change } as OutgoingMail;
    expect(await connect().send(mail)).toMatchObject({ status: 'failed', class: 'permanent' });
    expect(sink.ledger().slice(start)).toEqual([]);
  });

  test('odd but lawful addresses reach the dialogue exactly as they are', async () => {
    const lawful = [
      "o'brien+tag@one.test",
      'a!#$%&*/=?^_`{|}~-b@one.test',
      'UPPER.Case@one.test',
      'x@sub.domain.one.test',
      'me@localhost',
    ];
    const start = sink.ledger().length;
    expect((await connect().send(mailTo(lawful))).status).toBe('sent');
    expect(recipientsSince(start)).toEqual(lawful);
  });

  test('the same address twice is one recipient of the dialogue and two of the outcome', async () => {
    const start = sink.ledger().length;
    const mail = mailTo(['a@one.test', 'a@ONE.test']);
    expect((await connect().send(mail)).recipients).toHaveLength(2);
    expect(recipientsSince(start)).toEqual(['a@one.test']);
  });
});
