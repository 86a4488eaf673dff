import { describe, expect, test } from 'vitest';
import { startSmtpSink } from '@/e2e/fixtures/smtp-sink';
import { mailRig, mailTo } from './testing';

const { connect, kindsSince, received, recipientsSince, sink } = mailRig();

describe('a mail that the server takes', () => {
  test('arrives with its envelope, headers, HTML and text', async () => {
    const mail = mailTo(['a@one.test', 'b@two.test', 'hidden@three.test'], {
      recipients: {
        to: ['"Ann, \\"A\\"" <a@one.test>'],
        cc: ['b@two.test'],
        bcc: ['hidden@three.test'],
      },
      replyTo: ['Support <help@dispatcher.test>'],
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
    const start = sink().ledger().length;
    const outcome = await connect().send(mailTo(['info@bücher.test']));
    expect(outcome.recipients).toMatchObject([{ address: 'info@bücher.test', status: 'accepted' }]);
    expect(recipientsSince(start)).toEqual(['info@xn--bcher-kva.test']);
  });

  test('reaches an international mailbox through SMTPUTF8', async () => {
    const start = sink().ledger().length;
    expect((await connect().send(mailTo(['jõgi@bücher.test']))).status).toBe('sent');
    expect(recipientsSince(start)).toEqual(['jõgi@bücher.test']);
  });

  test('keeps lines that start with a dot, and bare line ends, as they are read', async () => {
    const mail = mailTo(['a@one.test'], { text: '.\r\n.hidden\n\r.\r\nend', html: '<p>x</p>' });
    expect((await connect().send(mail)).status).toBe('sent');
    expect((await received(mail))[0]?.text).toContain('.hidden');
  });

  test('uses at most the connections it was given, and uses them again', async () => {
    const start = sink().ledger().length;
    const transport = connect(sink().url, { maxConnections: 2 });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => transport.send(mailTo(['a@one.test']))));
    expect(outcomes.every((outcome) => outcome.status === 'sent')).toBe(true);
    expect(kindsSince(start).filter((kind) => kind === 'connect').length).toBeLessThanOrEqual(2);
  });
});

describe('a mail that the server refuses', () => {
  test('is delivered to the others when one recipient is refused', async () => {
    await sink().script({ refuse: [{ pattern: '^gone@', code: 550, message: '5.1.1 no such user' }] });
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
    await sink().script({
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
    await sink().script({ sender: [{ pattern: '.', code: 550, message: 'not yours' }] });
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
    await sink().script({ data: { code, message: 'because' } });
    const outcome = await connect().send(mailTo(['a@one.test']));
    expect(outcome).toMatchObject({ status: 'failed', class: expectedClass, code, recipients: [{ status }] });
    expect(outcome.message).toContain(`${code} because`);
  });

  test('does not spoil the connection for the next one', async () => {
    const transport = connect(sink().url, { maxConnections: 1 });
    await sink().script({ refuse: [{ pattern: '^gone@', code: 550 }] });
    expect((await transport.send(mailTo(['gone@two.test']))).status).toBe('failed');
    expect((await transport.send(mailTo(['a@one.test']))).status).toBe('sent');
  });
});

describe('logging in and encrypting', () => {
  test('uses the credentials of the URL, and says so when they are wrong', async () => {
    const guarded = await startSmtpSink({ user: 'me', pass: 's3cret' });
    try {
      expect((await connect(guarded.url).send(mailTo(['a@one.test']))).status).toBe('sent');
      const wrong = guarded.url.replace('s3cret', 'guess');
      const outcome = await connect(wrong).send(mailTo(['a@one.test']));
      expect(outcome).toMatchObject({ class: 'configuration', code: 535, recipients: [{ status: 'deferred' }] });
      expect(outcome.message).toMatch(/does not accept the user name and password/);
      expect(JSON.stringify(outcome)).not.toContain('guess');
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
    const outcome = await connect(`${sink().url}?requireTLS=true`).send(mailTo(['a@one.test']));
    expect(outcome).toMatchObject({ status: 'failed', class: 'configuration' });
  });
});
