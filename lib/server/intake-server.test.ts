import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { handleIntake } from './intake-server';
import { type PrivateServer, startPrivateServer } from './testing/private-server';

let server: PrivateServer;
let http: Server;
beforeEach(async () => {
  server = await startPrivateServer();
  http = createServer((req, res) => void handleIntake(req, res));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
});
afterEach(() => {
  http.closeAllConnections();
  http.close();
  server.close();
});

describe('R-12 (c) intake while the disk is almost full', () => {
  it('R-12 answers 503 with Retry-After before the body has come, and takes events again when there is room', async () => {
    server.context.disk = { space: undefined, isLow: true, close: () => undefined };
    const { port } = http.address() as AddressInfo;
    const headers = { 'content-type': 'application/json', 'content-length': 1_000 };
    const posting = request({ port, host: '127.0.0.1', method: 'POST', path: '/webhooks/default', headers });
    // Nothing of the body is ever written.
    posting.flushHeaders();
    const [answer] = await once(posting, 'response');
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5']);
    posting.destroy();

    server.context.disk = { space: undefined, isLow: false, close: () => undefined };
    const after = await fetch(`http://127.0.0.1:${port}/webhooks/default`, { method: 'POST', body: '{}' });
    expect(after.status).toBe(401);
  });
});
