import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refuseStray, toOriginForm } from './front-door';
import { type PrivateServer, startPrivateServer } from './testing/private-server';

let context: PrivateServer;
let server: Server;

beforeAll(async () => {
  context = await startPrivateServer();
  server = createServer((request, response) => {
    if (!refuseStray(request, response)) response.writeHead(204).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
  context.close();
});

interface Answer {
  status: number;
  allow: string | undefined;
  body: { code?: number };
}

/** Sent as it is: `fetch` would tidy the path up. */
function send(method: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers }, async (response) => {
      let text = '';
      for await (const chunk of response) text += String(chunk);
      const body = text === '' ? {} : (JSON.parse(text) as Answer['body']);
      resolve({ status: response.statusCode ?? 0, allow: response.headers.allow, body });
    });
    request.on('error', reject).end();
  });
}

describe('the front door', () => {
  test.each([
    ['GET', '/dispatchers/v1'],
    ['GET', '/dispatchers/v1/?eq(name,a%ff)'],
    ['HEAD', '/dispatchers/v1'],
    ['OPTIONS', '/tasks/v1'],
    ['DELETE', '/templates/v2/a%5Cb'],
    ['GET', '/'],
    ['HEAD', '/events'],
    ['GET', '/_next/static/chunks/a.js'],
    ['GET', '/icon.svg?icon.1a2b.svg'],
  ])('lets %s %s through', async (method, path) => {
    expect((await send(method, path)).status).toBe(204);
  });

  test.each([
    ['GET', '/data/v1', 404, 903],
    ['GET', '/events/v9', 404, 903],
    ['GET', '/events/v1.json', 404, 903],
    ['POST', '/nothing', 404, 903],
    ['GET', '//dispatchers/v1', 404, 903],
    ['GET', '/dispatchers%2fv1', 404, 903],
    ['POST', '/events', 405, 26],
    ['PUT', '/_next/image', 405, 26],
    ['PATCH', '/dispatchers/v1', 405, 26],
    ['TRACE', '/dispatchers/v1', 405, 26],
    ['GET', '/webhooks/default', 405, 26],
    ['GET', '/health/../dispatchers/v1', 400, 12],
    ['GET', '/health/%2e%2E/dispatchers/v1', 400, 12],
    ['GET', '/tasks/v1/functions/%ff', 400, 12],
    ['GET', '/tasks/v1/functions/a%00', 400, 12],
    ['GET', '/tasks\\v1', 400, 12],
    ['GET', '*', 400, 12],
  ])('refuses %s %s with %i and code %i', async (method, path, status, code) => {
    const answer = await send(method, path);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('names the methods that there are', async () => {
    expect((await send('PATCH', '/dispatchers/v1')).allow).toBe('GET, POST, HEAD, OPTIONS');
    expect((await send('GET', '/webhooks/default')).allow).toBe('POST, OPTIONS');
  });

  test('leaves a dead link to the console when a person follows it', async () => {
    expect((await send('GET', '/nothing', { accept: 'text/html' })).status).toBe(204);
    expect((await send('POST', '/nothing', { accept: 'text/html' })).status).toBe(404);
  });
});

describe('toOriginForm', () => {
  test.each([
    ['http://other.test/events/v1?a=b', '/events/v1?a=b'],
    ['HTTPS://other.test', '/'],
    ['http://other.test?a=b', '/?a=b'],
    ['/events/v1?next=http://other.test/', '/events/v1?next=http://other.test/'],
  ])('%s is %s', (url, path) => {
    expect(toOriginForm(url)).toBe(path);
  });
});
