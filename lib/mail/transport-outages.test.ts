import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { mailRig, mailTo } from './testing';

const { connect, kindsSince, received, sink } = mailRig();

describe('a server that is away', () => {
  test('R-19: is named when it refuses connections', async () => {
    await sink().script({ down: true });
    const outcome = await connect().send(mailTo(['a@one.test']));
    expect(outcome).toMatchObject({ status: 'failed', class: 'infrastructure', recipients: [{ status: 'deferred' }] });
    expect(outcome.message).toBe(`The mail server 127.0.0.1:${sink().port} refuses connections`);
  });

  test('gets the same mail once it is up again, on the same port', async () => {
    await sink().script({ down: true });
    const transport = connect();
    const mail = mailTo(['a@one.test']);
    expect((await transport.send(mail)).class).toBe('infrastructure');
    await sink().script({});
    expect((await transport.send(mail)).status).toBe('sent');
    expect(await received(mail)).toHaveLength(1);
  });

  test('R-19: greeting with 421 is away too; greeting with 554 wants a person', async () => {
    await sink().script({ greeting: { code: 421, message: 'busy' } });
    expect(await connect().send(mailTo(['a@one.test']))).toMatchObject({ class: 'infrastructure', code: 421 });
    await sink().script({ greeting: { code: 554, message: 'go away' } });
    expect(await connect().send(mailTo(['a@one.test']))).toMatchObject({ class: 'configuration', code: 554 });
  });

  test('R-18: that never greets is given up in time', async () => {
    await sink().script({ greetingDelay: 'never' });
    const transport = connect(sink().url, { greetingTimeoutMs: 300 });
    expect(await transport.send(mailTo(['a@one.test']))).toMatchObject({ class: 'infrastructure' });
  });

  test('R-18: that trickles is given up at the deadline, and frees the connection', async () => {
    await sink().script({ replyDelay: 1_500 });
    const transport = connect(sink().url, { maxConnections: 1, deadlineMs: 2_000 });
    expect(await transport.send(mailTo(['a@one.test']))).toMatchObject({ status: 'failed', class: 'infrastructure' });
    await sink().script({});
    expect((await transport.send(mailTo(['a@one.test']))).status).toBe('sent');
  });

  test('R-18: leaves no socket and no slot behind, a thousand attempts later', async () => {
    const sockets = () => process.getActiveResourcesInfo().filter((kind) => kind.startsWith('TCP')).length;
    const before = sockets();
    await sink().script({ greetingDelay: 'never' });
    const transport = connect(sink().url, { maxConnections: 100, greetingTimeoutMs: 150 });
    const outcomes = await Promise.all(Array.from({ length: 1_000 }, () => transport.send(mailTo(['a@one.test']))));
    expect(outcomes.filter((outcome) => outcome.class !== 'infrastructure')).toEqual([]);
    await sink().script({});
    const last = async () => expect((await transport.send(mailTo(['a@one.test']))).status).toBe('sent');
    await vi.waitFor(last, { timeout: 5_000 });
    await transport.close({ force: true });
    await vi.waitFor(() => expect(sockets()).toBeLessThanOrEqual(before));
  });

  test('a pooled connection that died while idle costs no attempt', async () => {
    const transport = connect(sink().url, { maxConnections: 1 });
    expect((await transport.send(mailTo(['a@one.test']))).status).toBe('sent');
    await sink().script({ down: true });
    await sink().script({});
    expect((await transport.send(mailTo(['a@one.test']))).status).toBe('sent');
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

describe('R-20: a server that takes the whole mail and gives no answer', () => {
  test('leaves an ambiguous attempt; the next one carries the same Message-ID', async () => {
    await sink().script({ dropAfterData: 1 });
    const transport = connect();
    const mail = mailTo(['a@one.test']);
    const first = await transport.send(mail);
    expect(first).toMatchObject({ status: 'failed', class: 'ambiguous', recipients: [{ status: 'deferred' }] });
    expect(first.message).toMatch(/may have been delivered/);
    expect((await transport.send(mail)).status).toBe('sent');
    expect(await received(mail)).toMatchObject([{ outcome: 'dropped' }, { outcome: 'accepted' }]);
  });

  test('is ambiguous when it stays silent', async () => {
    await sink().script({ silentAfterData: 1 });
    const transport = connect(sink().url, { socketTimeoutMs: 1_500 });
    expect(await transport.send(mailTo(['a@one.test']))).toMatchObject({ status: 'failed', class: 'ambiguous' });
    expect((await transport.send(mailTo(['a@one.test']))).status).toBe('sent');
  });

  test('is not ambiguous when the connection is lost before the body', async () => {
    await sink().script({ replyDelay: 'never' });
    const transport = connect(sink().url, { socketTimeoutMs: 300 });
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

describe('stopping', () => {
  test('an aborted attempt ends at once and frees its connection', async () => {
    await sink().script({ replyDelay: 'never' });
    const transport = connect(sink().url, { maxConnections: 1 });
    const controller = new AbortController();
    const start = sink().ledger().length;
    const sending = transport.send(mailTo(['a@one.test']), controller.signal);
    await expect.poll(() => kindsSince(start)).toContain('mail');
    controller.abort();
    expect(await sending).toMatchObject({ status: 'failed', class: 'transient' });
    await sink().script({});
    expect((await transport.send(mailTo(['a@one.test']))).status).toBe('sent');
  });

  test('close lets the mail in flight finish and takes no further one', async () => {
    await sink().script({ replyDelay: 50 });
    const transport = connect();
    const start = sink().ledger().length;
    const sending = transport.send(mailTo(['a@one.test']));
    await expect.poll(() => kindsSince(start)).toContain('mail');
    await transport.close();
    expect((await sending).status).toBe('sent');
    expect(await transport.send(mailTo(['a@one.test']))).toMatchObject({ status: 'failed', class: 'transient' });
  });
});
