import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { type Api, sendEvent, signed, signIn } from './fixtures/api';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';

/** The server looks once a second, and a busy machine is late. */
const SLACK_S = 15;

let server: DispatchersServer;
let api: Api;

test.beforeAll(async () => {
  server = await startDispatchers();
  api = await signIn(server);
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

interface Ending {
  reply: string;
  /** From the first byte until the server had closed the connection; undefined when it never did. */
  seconds: number | undefined;
}

interface Slow {
  /** Written at once, before the rest. */
  head: string;
  bytesPerSecond: number;
  /** So many bytes follow the head. */
  bytes: number;
}

const EVENT = '{"type":"slow"}';
const asPost = (path: string, headers: string) => `POST ${path} HTTP/1.1\r\nhost: localhost\r\n${headers}`;
const asJson = (length: number) => `content-type: application/json\r\ncontent-length: ${length}\r\n`;

/** Sends a head, then spaces at a rate. Never hangs up by itself: neither at the end of the answer, nor of its own. */
function sendSlowly({ head, bytesPerSecond, bytes }: Slow): Promise<Ending> {
  return new Promise((resolve) => {
    let reply = '';
    let left = bytes;
    const startedAt = performance.now();
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.setNoDelay(true).write(head);
    const perTick = Math.max(1, bytesPerSecond / 10);
    const timer = setInterval(
      () => {
        const now = Math.min(perTick, left);
        left -= now;
        if (now > 0) socket.write(' '.repeat(now));
      },
      bytesPerSecond < 10 ? 1_000 / bytesPerSecond : 100,
    );
    const end = (seconds: number | undefined) => {
      clearInterval(timer);
      clearTimeout(giveUp);
      socket.destroy();
      resolve({ reply, seconds });
    };
    const giveUp = setTimeout(() => end(undefined), (30 + SLACK_S) * 1_000);
    socket.setEncoding('latin1').on('data', (text) => {
      reply += String(text);
    });
    // An answer that keeps the connection is the end of what is looked for; else it is when ours is reset.
    socket.on('data', () => {
      if (/^HTTP\/1\.1 20\d/.test(reply)) end((performance.now() - startedAt) / 1_000);
    });
    socket.on('error', () => undefined).on('close', () => end((performance.now() - startedAt) / 1_000));
  });
}

test('S-21: who sends headers or a body too slowly is told so and hung up on, and others never notice', async () => {
  test.setTimeout(120_000);
  const large = 100_000;
  const authorization = `authorization: Bearer ${api.token}\r\n`;
  const all = Promise.all([
    sendSlowly({ head: asPost('/webhooks/default', 'x-slow: '), bytesPerSecond: 1, bytes: 1_000 }),
    sendSlowly({ head: `${asPost('/webhooks/default', asJson(1_000))}\r\n`, bytesPerSecond: 1, bytes: 1_000 }),
    sendSlowly({
      head: `${asPost('/dispatchers/v1', asJson(1_000) + authorization)}\r\n`,
      bytesPerSecond: 1,
      bytes: 1_000,
    }),
    sendSlowly({ head: `${asPost('/webhooks/default', asJson(large))}\r\n`, bytesPerSecond: 2_000, bytes: large }),
    sendSlowly(fairSender()),
  ]);
  // They are all under way, and neither of them is in the way.
  await delay(1_000);
  expect((await sendEvent(server, { type: 'in_between' })).status).toBe(202);

  const [headers, body, pageBody, endless, fair] = await all;
  expectRefused('headers, a byte a second', headers, 10);
  expectRefused('a body, a byte a second', body, 5);
  expectRefused('a body for an operation of the API, a byte a second', pageBody, 5);
  expectRefused('a body at 2 KB/s that takes 50 s', endless, 30);
  expect(fair.reply).toContain('202 Accepted');
  expect(server.output()).not.toMatch(/could not answer|a request failed/);
});

/** At 2 KB/s for 8 s: within all limits. The spaces belong to the JSON. */
function fairSender(): Slow {
  const bytes = 16_000;
  const body = EVENT + ' '.repeat(bytes);
  const headers = Object.entries(signed(body)).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${asPost('/webhooks/default', asJson(body.length) + headers.join(''))}\r\n${EVENT}`;
  return { head, bytesPerSecond: 2_000, bytes };
}

function expectRefused(what: string, { reply, seconds }: Ending, afterSeconds: number): void {
  expect(reply, what).toMatch(/^HTTP\/1\.1 408 [\s\S]*\{"code":22,"name":"BODY_FORMAT_EXCEPTION"/);
  expect(seconds, what).toBeGreaterThanOrEqual(afterSeconds);
  expect(seconds, what).toBeLessThan(afterSeconds + SLACK_S);
}
