import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compressStatic } from './compress-static.mjs';
import { findStaticFiles, serveStatic } from './static-files';

const SCRIPT = 'console.error("a script that is worth the while");\n'.repeat(40);
let folder: string;
let server: Server;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'static-files-'));
  mkdirSync(path.join(folder, 'static', 'chunks'), { recursive: true });
  writeFileSync(path.join(folder, 'static', 'chunks', 'a.js'), SCRIPT);
  writeFileSync(path.join(folder, 'static', 'font.woff2'), 'font');
  writeFileSync(path.join(folder, 'static', 'chunks', 'a.js.map'), '{}');
  writeFileSync(path.join(folder, 'secret.js'), 'secret');
  await compressStatic(path.join(folder, 'static'));
  const files = findStaticFiles(path.join(folder, 'static'));
  server = createServer((request, response) => {
    if (!serveStatic(files, request, response, request.headers.host === 'secure')) response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Sent as it is: `fetch` would tidy the path up, and decode the answer. */
function send(target: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path: target, headers }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
    });
    request.on('error', reject).end();
  });
}

describe('the files of the build', () => {
  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0.5', 'br'],
    ['gzip, br;q=0', 'gzip'],
    ['GZIP', 'gzip'],
    ['broken, identity', undefined],
    ['', undefined],
  ])('are sent as small as the browser can read: %s', async (accepted, coding) => {
    const { status, headers, body } = await send('/_next/static/chunks/a.js?v=1', { 'accept-encoding': accepted });
    expect(status).toBe(200);
    expect(headers['content-encoding']).toBe(coding);
    expect(headers['content-length']).toBe(String(body.length));
    expect(headers.vary).toBe('accept-encoding');
    const text = coding === 'br' ? brotliDecompressSync(body) : coding === 'gzip' ? gunzipSync(body) : body;
    expect(text.toString()).toBe(SCRIPT);
  });

  test('are kept by the browser, and can be nothing but what they are', async () => {
    const { headers } = await send('/_next/static/chunks/a.js');
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['strict-transport-security']).toBeUndefined();
    expect((await send('/_next/static/font.woff2', { host: 'secure' })).headers).toMatchObject({
      'content-type': 'font/woff2',
      'strict-transport-security': 'max-age=31536000',
    });
  });

  test('are described by HEAD', async () => {
    const { headers, body } = await send('/_next/static/chunks/a.js', {}, 'HEAD');
    expect(headers['content-length']).toBe(String(SCRIPT.length));
    expect(body.length).toBe(0);
  });

  test.each([
    '/_next/static/../secret.js',
    '/_next/static/%2e%2e/secret.js',
    '/_next/static//chunks/a.js',
    '/_next/static/chunks/a.js.br',
    '/_next/static/chunks/a.js.map',
    '/_next/static/chunks',
    '/secret.js',
    '/__proto__',
  ])('are all that is read: not %s', async (target) => {
    expect((await send(target)).status).toBe(404);
  });
});
