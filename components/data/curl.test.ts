// biome-ignore-all lint/style/noRestrictedImports: this test runs what is pasted in a real shell, against a real server
import { execFile } from 'node:child_process';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toSignedCurl } from '@/components/data/curl';
import type { JsonValue } from '@/lib/format/json';

const run = promisify(execFile);
const SECRET = `whsec_${Buffer.from('0123456789abcdef\u0000\n"\'234567', 'latin1').toString('base64')}`;

interface Received {
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}
let received: Received[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    received.push({ url: request.url, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    response.end('{}');
  });
});
let origin = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

async function paste(content: JsonValue, secret?: string, env: Record<string, string> = {}) {
  received = [];
  const script = toSignedCurl({ origin, source: 'default', secret, type: 'user_deleted', content });
  await run('sh', ['-ec', script], { env: { ...process.env, ...env } });
  return received[0];
}

test('the pasted script is accepted by an independent verifier of Standard Webhooks', async () => {
  const call = await paste({ email: 'zoë@example.org' }, SECRET);
  expect(call?.url).toBe('/webhooks/default');
  expect(new Webhook(SECRET).verify(call?.body ?? '', call?.headers as Record<string, string>)).toEqual({
    type: 'user_deleted',
    content: { email: 'zoë@example.org' },
  });
});

test('content that a shell would misread arrives as it is', async () => {
  const content = { note: `it's "$HOME" \`id\` $(id) \\ %s !\n` };
  const call = await paste(content, SECRET);
  expect(JSON.parse(call?.body ?? '')).toEqual({ type: 'user_deleted', content });
});

test('without a secret in it, the script takes it from the environment', async () => {
  const call = await paste({}, undefined, { WEBHOOK_SECRET: SECRET });
  expect(() => new Webhook(SECRET).verify(call?.body ?? '', call?.headers as Record<string, string>)).not.toThrow();
});

test('without any secret the script stops and says what is missing', async () => {
  await expect(paste({}, undefined, { WEBHOOK_SECRET: '' })).rejects.toThrow(
    /set it to the secret of the source default/,
  );
  expect(received).toEqual([]);
});
