import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openPrivateDatabase, type PrivateDatabase } from '@/db/testing';
import type { EngineControl } from '@/lib/delivery/engine-control';
import { bundleFile, ROOT } from './build.mjs';
import { type ConsoleHost, startConsole } from './console-host';

let directory: string;
let db: PrivateDatabase;
let host: ConsoleHost;
let front: Server;
let failures: unknown[];

beforeAll(async () => {
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  directory = mkdtempSync(join(ROOT, 'dist', 'echo-console-'));
  await bundleFile('lib/server/testing/echo-console.ts', join(directory, 'echo.mjs'));
});
afterAll(() => rmSync(directory, { recursive: true }));

beforeEach(async () => {
  db = await openPrivateDatabase();
  failures = [];
  host = startConsole(join(directory, 'echo.mjs'));
  front = createServer((req, res) => {
    host.handle(req, res).catch((error) => {
      failures.push(error);
      res.writeHead(500).end('failed');
    });
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  front.closeAllConnections();
  front.close();
  await host.close();
  db.close();
});

const port = () => (front.address() as AddressInfo).port;
const open = () => host.open('http://localhost', {} as EngineControl, () => undefined);

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
  /** Whether the answer came to its end. */
  complete: boolean;
}

/** Sends `body` in pieces, without a length unless `headers` has one. */
function ask(path: string, headers: Record<string, string> = {}, body: readonly string[] = []): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = body.length > 0 ? 'POST' : 'GET';
    const sent = request({ port: port(), host: '127.0.0.1', path, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk) => {
        text += String(chunk);
      });
      answer.on('error', () => undefined);
      answer.on('close', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text, complete: answer.complete }),
      );
    });
    sent.on('error', reject);
    for (const piece of body) sent.write(piece);
    sent.end();
  });
}

const echo = async (...parameters: Parameters<typeof ask>) => JSON.parse((await ask(...parameters)).body);

test('a request waits until the console is open, and carries the secret of the entry', async () => {
  const early = echo('/');
  await open();
  expect(await early).toMatchObject({ method: 'GET', body: '', knowsSecret: true });
});

test('headers and body arrive as they came, and no sender passes a secret of its own', async () => {
  await open();
  const headers = { 'x-dispatchers-entry': 'guessed', 'content-type': 'text/plain', host: 'dispatchers.test' };
  const seen = await echo('/', headers, ['one ', 'two']);
  expect(seen).toMatchObject({ method: 'POST', body: 'one two', knowsSecret: true });
  expect(seen.headers).toMatchObject({ 'content-type': 'text/plain', host: 'dispatchers.test' });
});

test('a header that an answer has twice stays two', async () => {
  await open();
  expect((await ask('/cookies')).headers['set-cookie']).toEqual(['a=1', 'b=2']);
});

test('an answer that comes before the end of the body reaches a sender that first sends all of it', async () => {
  await open();
  const socket = connect(port(), '127.0.0.1');
  const length = 20_000_000;
  socket.write(`POST /early HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n`);
  await new Promise<void>((resolve) => socket.write('x'.repeat(length), () => resolve()));
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1.1 413 .*too large/s);
  socket.destroy();
  expect(await echo('/', {}, ['and the next'])).toMatchObject({ body: 'and the next' });
  expect(failures).toEqual([]);
});

test('an answer that breaks off breaks off for who asked, and one that never begins is a failure', async () => {
  await open();
  expect(await ask('/crash')).toMatchObject({ status: 200, complete: false });
  expect(await ask('/gone')).toMatchObject({ status: 500, body: 'failed' });
  expect(failures).toMatchObject([{ code: 'ECONNRESET' }]);
  expect(await echo('/')).toMatchObject({ knowsSecret: true });
});

test('who hangs up is not waited for by the console either, and nothing fails', async () => {
  await open();
  const socket = connect(port(), '127.0.0.1', () => socket.write('GET /slow HTTP/1.1\r\nhost: x\r\n\r\n'));
  await new Promise((resolve) => socket.once('data', resolve));
  socket.destroy();
  await vi.waitFor(async () => expect((await ask('/left')).body).toBe('1'), 5_000);
  expect(failures).toEqual([]);
});

test('a fault that nobody catches in the thread ends the server', async () => {
  const script = join(directory, 'broken.mjs');
  writeFileSync(script, "throw new Error('broken on purpose');");
  const others = process.rawListeners('uncaughtException') as NodeJS.UncaughtExceptionListener[];
  process.removeAllListeners('uncaughtException');
  try {
    const uncaught = new Promise<Error>((resolve) => process.once('uncaughtException', resolve));
    const broken = startConsole(script);
    expect((await uncaught).message).toBe('broken on purpose');
    await broken.close();
  } finally {
    for (const other of others) process.on('uncaughtException', other);
  }
});
