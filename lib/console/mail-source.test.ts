import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMail } from '@/db/mails';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { viewMailAttachment } from './mail-attachment';
import { previewMailSource, viewMailSource } from './mail-source';

const NOW = Date.UTC(2026, 4, 17, 12);
const UNKNOWN = 'f'.repeat(24);

let server: PrivateServer;
beforeAll(async () => {
  server = await startPrivateServer();
});
afterAll(() => server.close());

const recipients = { to: ['Ada <ada@example.com>'], cc: [], bcc: ['hidden@example.com'] };
const store = (attachments: { name: string; type: string | undefined; content: Buffer }[] = [], subject = 'Hello') =>
  createMail({
    ...{ lane: 'mail/v1', from: 'Shop <shop@example.com>', recipients, subject, html: '<p>Hi</p>', text: 'Hi' },
    attachments,
    now: NOW,
  });
const codeOf = async (act: () => unknown) => (await refusalOf(act)).code;

describe('a mail as its message', () => {
  it('has the headers that the mail server gets, and never those who are hidden', async () => {
    const mail = await store();
    const { source, complete } = await viewMailSource(EVERYTHING, mail.id, '');
    expect(complete).toBe(true);
    expect(source).toContain(`Message-ID: ${mail.messageId}`);
    expect(source).toContain('Date: Sun, 17 May 2026 12:00:00 +0000');
    expect(source).not.toContain('hidden@');
    expect(await viewMailSource(EVERYTHING, mail.id, '')).toEqual({ source, complete });
  });

  it('leaves out large attachments unless they are asked for', async () => {
    const { id } = await store([{ name: 'large.bin', type: undefined, content: Buffer.alloc(70_000, 'x') }]);
    const short = await viewMailSource(EVERYTHING, id, '');
    expect(short).toMatchObject({ complete: false });
    expect(short.source).toContain('70000 bytes of base64, left out');
    const whole = await viewMailSource(EVERYTHING, id, 'complete=true');
    expect(whole.source.length).toBeGreaterThan(70_000);
    expect(await codeOf(() => viewMailSource(EVERYTHING, id, 'complete=perhaps'))).toBe(15);
  });

  it('is refused for a mail that could not be handed over, such as one with two lines of subject', async () => {
    const { id } = await store([], 'one\r\nBcc: all@example.com');
    expect(await codeOf(() => viewMailSource(EVERYTHING, id, ''))).toBe(27);
  });

  it('can be made of what is not stored', async () => {
    const body = { recipients, subject: 'Dag, Zoë', html: '<p>Hi</p>', text: 'Hi' };
    const { source } = await previewMailSource(EVERYTHING, body, NOW);
    expect(source).toContain('Ada <ada@example.com>');
    expect(await codeOf(() => previewMailSource(EVERYTHING, { ...body, subject: 'a\nb' }, NOW))).toBe(27);
    expect(await codeOf(() => previewMailSource(EVERYTHING, { recipients }, NOW))).toBe(14);
  });

  it('is for those who may see mails', async () => {
    const { id } = await store();
    expect(await codeOf(() => viewMailSource(allowed('VIEW_EVENTS'), id, ''))).toBe(10);
    expect(await codeOf(() => previewMailSource(allowed('VIEW_EVENTS'), {}, NOW))).toBe(10);
    expect(await codeOf(() => viewMailSource(EVERYTHING, UNKNOWN, ''))).toBe(16);
  });
});

describe('a file of a mail', () => {
  it('is found by its place', async () => {
    const { id } = await store([{ name: 'a.txt', type: 'text/plain', content: Buffer.from('hello') }]);
    const file = { name: 'a.txt', type: 'text/plain', content: 'aGVsbG8=' };
    expect(await viewMailAttachment(EVERYTHING, id, '0')).toEqual(file);
    for (const position of ['1', '-1', 'x', '']) {
      expect(await codeOf(() => viewMailAttachment(EVERYTHING, id, position))).toBe(16);
    }
    expect(await codeOf(() => viewMailAttachment(allowed('VIEW_EVENTS'), id, '0'))).toBe(10);
  });
});
