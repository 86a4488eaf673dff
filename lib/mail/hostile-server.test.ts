import { createServer, type Server, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { SMTP_REPLIES, type SmtpScript } from '@/e2e/corpus/replies';
import { testSmtp } from './test-transport';
import { mailTo } from './testing';
import { createSmtpTransport } from './transport';

const AT_ONCE = 16;
const QUICK = { connectionTimeoutMs: 500, greetingTimeoutMs: 500, socketTimeoutMs: 700, deadlineMs: 3_000 };
const GOOD = {
  EHLO: '250 x\r\n',
  HELO: '250 x\r\n',
  STARTTLS: '454 no\r\n',
  AUTH: '535 no\r\n',
  MAIL: '250 ok\r\n',
  RCPT: '250 ok\r\n',
  DATA: '354 go\r\n',
  MESSAGE: '250 ok\r\n',
  QUIT: '221 bye\r\n',
};

/** A mail server that says what the script says, and nothing better. */
async function startHostile(script: SmtpScript): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => play(socket, script)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  return { server, port: typeof address === 'object' && address ? address.port : 0 };
}

function play(socket: Socket, { greeting = '220 x ESMTP\r\n', replies = {}, hangUp = false }: SmtpScript): void {
  const say = (text: string, isScripted: boolean) => {
    socket.write(Buffer.from(text, 'latin1'));
    if (isScripted && hangUp) socket.end();
  };
  let buffered = '';
  let inMessage = false;
  socket.on('error', () => undefined).setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    buffered += chunk;
    for (let end = buffered.indexOf('\r\n'); end !== -1; end = buffered.indexOf('\r\n')) {
      const line = buffered.slice(0, end);
      buffered = buffered.slice(end + 2);
      if (inMessage && line !== '.') continue;
      const verb = (inMessage ? 'MESSAGE' : (/^[A-Z]+/i.exec(line)?.[0] ?? '').toUpperCase()) as keyof typeof GOOD;
      inMessage = verb === 'DATA' && replies.DATA === undefined;
      say(replies[verb] ?? GOOD[verb] ?? '500 what\r\n', replies[verb] !== undefined);
    }
  });
  say(greeting, greeting !== '220 x ESMTP\r\n');
}

/** Nothing of what the server said may run on in a log or a page. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
const UNSAFE = /[\u0000-\u0008\u000a-\u001f\u007f]/;

describe('corpus, class 15: a hostile mail server', () => {
  test('never gets a mail reported as sent, a fault of ours, or more than a moment', async () => {
    const problems: string[] = [];
    const cpu = process.cpuUsage();
    for (let start = 0; start < SMTP_REPLIES.length; start += AT_ONCE) {
      await Promise.all(
        SMTP_REPLIES.slice(start, start + AT_ONCE).map(async ({ name, value }) => {
          const { server, port } = await startHostile(value);
          const transport = createSmtpTransport(`smtp://127.0.0.1:${port}`, QUICK);
          const began = performance.now();
          const outcome = await transport
            .send(mailTo(['a@one.test']))
            .catch((error: unknown) => ({ status: `threw ${error}`, message: '' }));
          const took = performance.now() - began;
          if (!['failed', 'unknown'].includes(outcome.status)) problems.push(`${name}: ${outcome.status}`);
          if (UNSAFE.test(outcome.message ?? ''))
            problems.push(`${name}: says ${JSON.stringify(outcome.message).slice(0, 80)}`);
          if ((outcome.message ?? '').length > 5_000) problems.push(`${name}: says too much`);
          if (took > QUICK.deadlineMs + 2_000) problems.push(`${name}: took ${Math.round(took)} ms`);
          await transport.close({ force: true });
          server.close();
        }),
      );
    }
    const { user, system } = process.cpuUsage(cpu);
    expect(problems).toEqual([]);
    expect((user + system) / 1_000 / SMTP_REPLIES.length).toBeLessThan(250);
  }, 60_000);

  test('makes the test of the mail settings end in words', async () => {
    const problems: string[] = [];
    for (const { name, value } of SMTP_REPLIES.filter((_, index) => index % 12 === 0)) {
      const { server, port } = await startHostile(value);
      const steps = await testSmtp({ host: '127.0.0.1', port, secure: false }, undefined);
      if (steps.length === 0 || steps.some(({ message }) => UNSAFE.test(message) || message.length > 2_000))
        problems.push(name);
      server.close();
    }
    expect(problems).toEqual([]);
  }, 60_000);
});
