import { describe, expect, test } from 'vitest';
import type { OutgoingMail } from './outgoing';
import { mailRig, mailTo } from './testing';

const { connect, recipientsSince, sink } = mailRig();

describe('S-18: injection', () => {
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
    const start = sink().ledger().length;
    const outcome = await connect().send(mailTo(['a@one.test', address]));
    expect(outcome).toMatchObject({ status: 'failed', class: 'permanent' });
    expect(outcome.recipients.map((one) => one.status)).toEqual(['refused', 'refused']);
    expect(outcome.message).not.toMatch(/[\p{Cc}\u2028]/u);
    expect(sink().ledger().slice(start)).toEqual([]);
  });

  const LINE = 'x\r\nBcc: evil@x.test';
  const EVIL_FIELDS: [string, Partial<OutgoingMail>][] = [
    ['subject', { subject: LINE }],
    ['subject with NUL', { subject: 'x\u0000' }],
    ['subject with U+2028', { subject: 'x\u2028y' }],
    ['sender', { from: 'a@one.test\r\nRCPT TO:<evil@x.test>' }],
    ['sender name', { from: `"${LINE}" <a@one.test>` }],
    ['two senders', { from: 'a@one.test, b@one.test' }],
    ['reply-to', { replyTo: [LINE] }],
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
    const start = sink().ledger().length;
    const outcome = await connect().send(mailTo(['a@one.test'], change));
    expect(outcome).toMatchObject({ status: 'failed', class: 'permanent' });
    expect(outcome.message).toMatch(/^This mail cannot be sent: /);
    expect(sink().ledger().slice(start)).toEqual([]);
  });

  const FILE_AND_URL: [string, object][] = [
    ['html: {path}', { html: { path: '/etc/passwd' } }],
    ['html: {href}', { html: { href: 'http://127.0.0.1:1/' } }],
    ['text: {path}', { text: { path: '/etc/passwd' } }],
    ['attachment path', { attachments: [{ name: 'a', path: '/etc/passwd' }] }],
    ['attachment href', { attachments: [{ name: 'a', href: 'http://127.0.0.1:1/' }] }],
    ['attachment content path', { attachments: [{ name: 'a', content: { path: '/etc/passwd' } }] }],
  ];

  test.each(FILE_AND_URL)('S-19: %s reads no file and no URL', async (_what, change) => {
    const start = sink().ledger().length;
    const mail = { ...mailTo(['a@one.test']), ...change } as OutgoingMail;
    expect(await connect().send(mail)).toMatchObject({ status: 'failed', class: 'permanent' });
    expect(sink().ledger().slice(start)).toEqual([]);
  });

  test('odd but lawful addresses reach the dialogue exactly as they are', async () => {
    const lawful = [
      "o'brien+tag@one.test",
      'a!#$%&*/=?^_`{|}~-b@one.test',
      'UPPER.Case@one.test',
      'x@sub.domain.one.test',
      'me@localhost',
    ];
    const start = sink().ledger().length;
    expect((await connect().send(mailTo(lawful))).status).toBe('sent');
    expect(recipientsSince(start)).toEqual(lawful);
  });

  test('the same address twice is one recipient of the dialogue and two of the outcome', async () => {
    const start = sink().ledger().length;
    const mail = mailTo(['a@one.test', 'a@ONE.test']);
    expect((await connect().send(mail)).recipients).toHaveLength(2);
    expect(recipientsSince(start)).toEqual(['a@one.test']);
  });
});
