import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bundleFile, ROOT } from '@/lib/server/build.mjs';
import type { MailTransport } from './outgoing';
import { parseSmtpUrl } from './smtp-url';
import { mailRig, mailTo } from './testing';
import { createMailThread, type MailThread } from './threaded-transport';

const { kindsSince, received, sink } = mailRig();
const threads: MailThread[] = [];
let directory: string;

beforeAll(async () => {
  // Beside node_modules, where the bundle finds its packages.
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  directory = mkdtempSync(join(ROOT, 'dist', 'mail-thread-'));
  await bundleFile('lib/mail/mail-thread.ts', join(directory, 'mail-thread.mjs'));
});
afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.stop()));
});
afterAll(() => rmSync(directory, { recursive: true }));

function startThread(allowPrivateTargets: string[] = []): MailThread {
  const thread = createMailThread(join(directory, 'mail-thread.mjs'), { allowPrivateTargets });
  threads.push(thread);
  return thread;
}

function open(thread = startThread(), options = '', guarded = false): MailTransport {
  return thread.open(parseSmtpUrl(`${sink().url}${options}`), guarded);
}

describe('the mail thread', () => {
  test('sends a mail, and answers with the words of the server', async () => {
    const mail = mailTo(['a@one.test', 'gone@two.test']);
    await sink().script({ refuse: [{ pattern: '^gone@', code: 550, message: 'no such user' }] });
    expect(await open().send(mail)).toMatchObject({
      status: 'partial',
      recipients: [
        { address: 'a@one.test', status: 'accepted', code: 250 },
        { address: 'gone@two.test', status: 'refused', response: '550 no such user' },
      ],
    });
    expect(await received(mail)).toMatchObject([{ envelope: { to: ['a@one.test'] }, subject: mail.subject }]);
  });

  test('sends several at once, and gives each its own outcome', async () => {
    await sink().script({ refuse: [{ pattern: '^odd', code: 550 }] });
    const transport = open();
    const mails = Array.from({ length: 40 }, (_, index) => mailTo([`${index % 2 ? 'odd' : 'even'}-${index}@one.test`]));
    const outcomes = await Promise.all(mails.map((mail) => transport.send(mail)));
    expect(outcomes.map(({ recipients }) => recipients)).toMatchObject(
      mails.map(({ envelopeTo: [address] }, index) => [{ address, status: index % 2 ? 'refused' : 'accepted' }]),
    );
    const ids = (await sink().messages()).map(({ messageId }) => messageId);
    for (const [index, { messageId }] of mails.entries())
      expect(ids.filter((id) => id === messageId)).toHaveLength(index % 2 ? 0 : 1);
  });

  test('hands attachments over byte for byte, also a part of a larger buffer', async () => {
    const large = randomBytes(300_000);
    const content = large.subarray(1_000, 200_001);
    const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const mail = mailTo(['a@one.test'], {
      attachments: [
        { name: 'part.bin', content },
        { name: 'every.bin', content: every },
        { name: 'empty.bin', content: Buffer.alloc(0) },
      ],
    });
    const copy = Buffer.from(large);
    expect((await open().send(mail)).status).toBe('sent');
    const attachments = (await received(mail))[0]?.attachments ?? [];
    expect(attachments.map(({ name, content: bytes }) => [name, bytes.length])).toEqual([
      ['part.bin', content.length],
      ['every.bin', 256],
      ['empty.bin', 0],
    ]);
    expect(attachments[0]?.content.equals(content)).toBe(true);
    expect(attachments[1]?.content.equals(every)).toBe(true);
    // The next attempt needs them again.
    expect(large.equals(copy)).toBe(true);
  });

  test('serves two transports, each with a server of its own', async () => {
    const thread = startThread();
    const away = thread.open({ host: '127.0.0.1', port: 9, secure: false }, false);
    const near = open(thread);
    const outcomes = [away, near].map((transport) => transport.send(mailTo(['a@one.test'])));
    const [failed, sent] = await Promise.all(outcomes);
    expect(failed).toMatchObject({ status: 'failed', class: 'infrastructure' });
    expect(sent?.status).toBe('sent');
  });
});

describe('an abort', () => {
  test('while a mail is under way ends it at once, and frees its connection', async () => {
    await sink().script({ replyDelay: 'never' });
    const transport = open(undefined, '?maxConnections=1');
    const controller = new AbortController();
    const start = sink().ledger().length;
    const mail = mailTo(['a@one.test']);
    const sending = transport.send(mail, controller.signal);
    await expect.poll(() => kindsSince(start)).toContain('mail');
    controller.abort();
    expect(await sending).toMatchObject({ status: 'failed', class: 'transient' });
    await sink().script({});
    expect((await transport.send(mailTo(['a@one.test']))).status).toBe('sent');
    expect(await received(mail)).toEqual([]);
  });

  test('before the mail is handed over keeps it from being sent', async () => {
    const mail = mailTo(['a@one.test']);
    expect(await open().send(mail, AbortSignal.abort())).toMatchObject({ status: 'failed', class: 'transient' });
    expect(await received(mail)).toEqual([]);
  });

  test('in the turn of the handing over keeps it from being sent', async () => {
    const controller = new AbortController();
    const mail = mailTo(['a@one.test']);
    const sending = open().send(mail, controller.signal);
    controller.abort();
    expect(await sending).toMatchObject({ status: 'failed', class: 'transient' });
    expect(await received(mail)).toEqual([]);
  });

  test('after the end harms no other mail', async () => {
    const transport = open();
    const controller = new AbortController();
    expect((await transport.send(mailTo(['a@one.test']), controller.signal)).status).toBe('sent');
    const next = transport.send(mailTo(['a@one.test']));
    controller.abort();
    expect((await next).status).toBe('sent');
  });
});

describe('closing', () => {
  test('lets the mail that is under way finish, and takes no further one', async () => {
    await sink().script({ replyDelay: 100 });
    const transport = open();
    const start = sink().ledger().length;
    const sending = transport.send(mailTo(['a@one.test']));
    await expect.poll(() => kindsSince(start)).toContain('mail');
    await transport.close();
    expect((await sending).status).toBe('sent');
  });

  test('gives up those that wait for a connection, but with drain sends them first', async () => {
    await sink().script({ replyDelay: 50 });
    const outcomesOf = async (drain: boolean) => {
      const transport = open(undefined, '?maxConnections=1');
      const start = sink().ledger().length;
      const sending = Array.from({ length: 4 }, () => transport.send(mailTo(['a@one.test'])));
      await expect.poll(() => kindsSince(start)).toContain('mail');
      await transport.close({ drain });
      return (await Promise.all(sending)).map(({ status }) => status);
    };
    expect(await outcomesOf(true)).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect(await outcomesOf(false)).toEqual(['sent', 'failed', 'failed', 'failed']);
  });

  test('cuts off what is under way when it is forced', async () => {
    await sink().script({ replyDelay: 'never' });
    const transport = open();
    const start = sink().ledger().length;
    const sending = transport.send(mailTo(['a@one.test']));
    await expect.poll(() => kindsSince(start)).toContain('mail');
    await transport.close({ force: true });
    expect(await sending).toMatchObject({ status: 'failed' });
  });
});

describe('the guard of private networks', () => {
  test('holds in the thread: a private server is not connected to, unless it is allowed', async () => {
    const start = sink().ledger().length;
    const refused = await open(startThread(), '', true).send(mailTo(['a@one.test']));
    expect(refused).toMatchObject({ status: 'failed' });
    expect(refused.message).toContain('is not a public address');
    expect(kindsSince(start)).toEqual([]);
    expect((await open(startThread(['127.0.0.1']), '', true).send(mailTo(['a@one.test']))).status).toBe('sent');
    expect((await open(startThread(), '', false).send(mailTo(['a@one.test']))).status).toBe('sent');
  });
});

describe('stopping', () => {
  test('ends the thread with its connections', async () => {
    const thread = startThread();
    const start = sink().ledger().length;
    await open(thread).send(mailTo(['a@one.test']));
    expect(kindsSince(start)).not.toContain('close');
    await thread.stop();
    await expect.poll(() => kindsSince(start)).toContain('close');
  });

  test('is fine for a thread that was never needed', async () => {
    await expect(startThread().stop()).resolves.toBeUndefined();
  });
});
