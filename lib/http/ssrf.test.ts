import { createHook } from 'node:async_hooks';
import { createSocket } from 'node:dgram';
import { type LookupAddress, Resolver } from 'node:dns';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import localNames from '@/e2e/corpus/local-names.json';
import urls from '@/e2e/corpus/urls.json';
import { createHttpExecutor } from '@/lib/functions/call-http';
import { createLambdaExecutor } from '@/lib/functions/call-lambda';
import { testSmtp } from '@/lib/mail/test-transport';
import { mailTo } from '@/lib/mail/testing';
import { createSmtpTransport } from '@/lib/mail/transport';
import { createTargetGuard, type TargetGuard } from './target-guard';

const SECRET = `whsec_${Buffer.from('a secret of at least 24 bytes').toString('base64')}`;
const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example-secret-access-key' };
const guard = createTargetGuard();
const never = new AbortController().signal;

/** What listens here must never hear of anybody. */
let heard = 0;
const listener = createServer((_request, response) => response.end('secret')).on('connection', () => {
  heard += 1;
});
/** Connections that were begun, to whomever: each is a `connect()` that Node asks the system for. */
let begun = 0;
const connects = createHook({
  init(_id, type) {
    if (type === 'TCPCONNECTWRAP' || type === 'PIPECONNECTWRAP') begun += 1;
  },
});
let port = 0;
beforeAll(async () => {
  connects.enable();
  listener.listen(0, '127.0.0.1');
  await new Promise((resolve) => listener.once('listening', resolve));
  port = (listener.address() as AddressInfo).port;
});
afterAll(() => {
  connects.disable();
  listener.closeAllConnections();
  listener.close();
});

const base = { timeLimit: 3, name: 'f' };
const callOf = <Fn>(fn: Fn) => {
  const task = { id: 'a'.repeat(24), functionName: 'f', data: {} };
  return { taskId: task.id, idempotencyKey: 'k', attempt: 1, task, fn };
};
const isBlocked = (act: () => unknown) => {
  try {
    act();
    return false;
  } catch {
    return true;
  }
};

describe('S-16: of 120 URLs and more, none is called', () => {
  test('the table is as large as that', () => expect(urls.length).toBeGreaterThanOrEqual(120));

  test('when it is read, before anything is looked up', () => {
    const saved = urls.filter((url) => !isBlocked(() => guard.assertAllowedTarget(url)));
    expect(saved).toEqual([]);
  });

  test('when a task is delivered, or tried', async () => {
    const executor = createHttpExecutor(guard);
    for (const url of urls) {
      const outcome = await executor.execute(callOf({ ...base, kind: 'http' as const, url, secret: SECRET }), never);
      expect(outcome, url).toMatchObject({ status: 'failed', error: { name: 'TargetNotAllowed' }, retryable: false });
    }
    await executor.close();
  });

  test('as the endpoint of a Lambda function', async () => {
    const executor = createLambdaExecutor(guard);
    for (const endpoint of urls.filter(Boolean)) {
      const lambda = { functionName: 'f', region: 'eu-west-1', endpoint };
      const fn = { ...base, kind: 'lambda' as const, lambda, credentials: CREDENTIALS };
      expect((await executor.execute(callOf(fn), never)).status, endpoint).toBe('failed');
    }
    await executor.close();
  });

  test('as a mail server: neither by the test button nor for a mail', async () => {
    const hosts = urls.flatMap(
      (url) => /^https:\/\/(\[[^\]]+\]|[^/:@#?\\]+)\/$/.exec(url)?.[1]?.replace(/^\[|\]$/g, '') ?? [],
    );
    const local = hosts.filter((host) =>
      isBlocked(() => guard.assertAllowedTarget(`https://${host.includes(':') ? `[${host}]` : host}/`)),
    );
    expect(local.length).toBeGreaterThan(60);
    for (const host of local) {
      const steps = await testSmtp({ host, port, secure: false }, guard);
      expect(steps.at(-1), host).toMatchObject({ status: 'failed' });
      expect(
        steps.map(({ step }) => step),
        host,
      ).not.toContain('greet');
    }
    const transport = createSmtpTransport({ host: '127.0.0.1', port, secure: false }, { guard });
    expect((await transport.send(mailTo(['a@one.test']))).status).toBe('failed');
    await transport.close();
  });

  test('by a name of this machine', async () => {
    const executor = createHttpExecutor(guard);
    for (const url of localNames.map((one) => one.replace(/:\d+/, '').replace(/\/$/, `:${port}/`))) {
      const outcome = await executor.execute(callOf({ ...base, kind: 'http' as const, url, secret: SECRET }), never);
      expect(outcome.status, url).toBe('failed');
    }
    await executor.close();
  });

  test('through a proxy that the environment names', async () => {
    const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY'];
    for (const name of names) process.env[name] = name.endsWith('ENV_PROXY') ? '1' : `http://127.0.0.1:${port}`;
    const executor = createHttpExecutor(createTargetGuard({ resolve: async () => [] }));
    const fn = { ...base, kind: 'http' as const, url: 'https://target.example/', secret: SECRET };
    expect((await executor.execute(callOf(fn), never)).status).toBe('failed');
    for (const name of names) delete process.env[name];
    await executor.close();
  });

  test('and nobody was ever connected to, nor was it tried', async () => {
    expect([heard, begun]).toEqual([0, 0]);
    // This would see it.
    await fetch(`http://127.0.0.1:${port}/`);
    expect([heard, begun]).toEqual([1, 1]);
    [heard, begun] = [0, 0];
  });
});

type Answer = { type: 'A' | 'AAAA' | 'CNAME'; value: string };
const TYPES = { A: 1, CNAME: 5, AAAA: 28 };

/** A DNS server on this machine whose answers change with every question, and live for no second. */
async function startDns(answers: (asked: number, type: 'A' | 'AAAA') => Answer[]) {
  const socket = createSocket('udp4');
  const asked = { A: 0, AAAA: 0 };
  socket.on('message', (message, sender) => {
    const end = message.indexOf(0, 12) + 5;
    const type = message.readUInt16BE(end - 4) === TYPES.AAAA ? 'AAAA' : 'A';
    const found = answers(asked[type]++, type);
    const header = Buffer.from(message.subarray(0, 12));
    header.writeUInt16BE(0x8180, 2);
    header.writeUInt16BE(found.length, 6);
    header.writeUInt32BE(0, 8);
    socket.send(
      Buffer.concat([header, message.subarray(12, end), ...found.map(toRecord)]),
      sender.port,
      sender.address,
    );
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const resolver = new Resolver({ timeout: 1_000, tries: 1 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  const ask = (hostname: string, family: 4 | 6) =>
    new Promise<LookupAddress[]>((resolve) => {
      const done = (_error: Error | null, found: string[] = []) =>
        resolve(found.map((address) => ({ address, family })));
      if (family === 4) resolver.resolve4(hostname, done);
      else resolver.resolve6(hostname, done);
    });
  const resolve = async (hostname: string) => (await Promise.all([ask(hostname, 4), ask(hostname, 6)])).flat();
  return { resolve, close: () => socket.close(), asked };
}

function toRecord({ type, value }: Answer): Buffer {
  const data =
    type === 'CNAME' ? toName(value) : Buffer.from(type === 'A' ? value.split('.').map(Number) : toIpv6(value));
  const fixed = Buffer.alloc(12);
  fixed.writeUInt16BE(0xc00c, 0);
  fixed.writeUInt16BE(TYPES[type], 2);
  fixed.writeUInt16BE(1, 4);
  fixed.writeUInt16BE(data.length, 10);
  return Buffer.concat([fixed, data]);
}

const toName = (name: string) =>
  Buffer.concat([
    ...name.split('.').map((part) => Buffer.from(`${String.fromCharCode(part.length)}${part}`)),
    Buffer.from([0]),
  ]);
const toIpv6 = (text: string) => {
  const [head = '', tail = ''] = text.split('::');
  const parts = (side: string) =>
    side
      .split(':')
      .filter(Boolean)
      .map((part) => Number.parseInt(part, 16));
  const [front, back] = [parts(head), parts(tail)];
  const all = [...front, ...Array<number>(8 - front.length - back.length).fill(0), ...back];
  return all.flatMap((part) => [part >> 8, part & 255]);
};

const PUBLIC = '93.184.216.34';
const a = (value: string): Answer => ({ type: 'A', value });

describe('S-16: a name that changes what it means', () => {
  const table: [string, (asked: number, type: 'A' | 'AAAA') => Answer[]][] = [
    ['to this machine', (_asked, type) => (type === 'A' ? [a('127.0.0.1')] : [])],
    ['to a public address and this machine', (_asked, type) => (type === 'A' ? [a(PUBLIC), a('127.0.0.1')] : [])],
    [
      'to a public A and a private AAAA',
      (_asked, type) => (type === 'A' ? [a(PUBLIC)] : [{ type: 'AAAA', value: '::1' }]),
    ],
    ['to a private AAAA alone', (_asked, type) => (type === 'A' ? [] : [{ type: 'AAAA', value: 'fd00::1' }])],
    ['to IPv4 within IPv6', (_asked, type) => (type === 'A' ? [] : [{ type: 'AAAA', value: '::ffff:7f00:1' }])],
    ['to metadata', (_asked, type) => (type === 'A' ? [a('169.254.169.254')] : [])],
    [
      'through an alias',
      (_asked, type) => (type === 'A' ? [{ type: 'CNAME', value: 'inside.example' }, a('10.0.0.1')] : []),
    ],
    [
      'to one private address among many',
      (_asked, type) => (type === 'A' ? [...Array.from({ length: 25 }, () => a(PUBLIC)), a('10.0.0.1')] : []),
    ],
  ];

  async function call(resolve: TargetGuard | Parameters<typeof createTargetGuard>[0], path = '/') {
    const executor = createHttpExecutor(createTargetGuard(resolve as Parameters<typeof createTargetGuard>[0]));
    const url = `https://rebind.example:${port}${path}`;
    const outcome = await executor.execute(callOf({ ...base, kind: 'http' as const, url, secret: SECRET }), never);
    await executor.close();
    return outcome;
  }

  test.each(table)('%s is not called', async (_what, answers) => {
    const dns = await startDns(answers);
    expect(await call({ resolve: dns.resolve })).toMatchObject({
      status: 'failed',
      error: { name: 'TargetNotAllowed' },
    });
    dns.close();
    expect([heard, begun]).toEqual([0, 0]);
  });

  test('to a private address behind a thousand public ones is not called', async () => {
    const addresses = Array.from({ length: 1_000 }, (_, n) => `93.184.${n >> 8}.${n & 255}`);
    const resolve = async () => [...addresses, '10.0.0.1'].map((address) => ({ address, family: 4 }));
    expect(await call({ resolve })).toMatchObject({ status: 'failed', error: { name: 'TargetNotAllowed' } });
    expect([heard, begun]).toEqual([0, 0]);
  });

  test('between two questions, public first: it is asked once for each call, and what was asked is connected to', async () => {
    const dns = await startDns((asked, type) => (type === 'A' ? [a(asked === 0 ? '192.0.2.1' : '127.0.0.1')] : []));
    // The first address is refused too, as one of documentation: nothing leaves this machine.
    await call({ resolve: dns.resolve });
    expect(dns.asked.A).toBe(1);
    await call({ resolve: dns.resolve });
    expect(dns.asked.A).toBe(2);
    dns.close();
    expect(heard).toBe(0);
  });

  test('behind the guard’s back is found out when it is connected, before a byte is sent', async () => {
    // The resolver tells the guard of an allow-listed name; the connection ends elsewhere.
    const outcome = await call({
      allowPrivateTargets: ['10.9.9.9'],
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    });
    expect(outcome).toMatchObject({ status: 'failed', error: { name: 'TargetNotAllowed' } });
    expect(heard).toBe(0);
  });

  test('that does not answer ends the call in time', async () => {
    const silent = createSocket('udp4');
    await new Promise<void>((resolve) => silent.bind(0, '127.0.0.1', resolve));
    const began = performance.now();
    const outcome = await call({ resolve: () => new Promise(() => undefined) });
    expect(outcome.status).toBe('failed');
    expect(performance.now() - began).toBeLessThan(6_000);
    silent.close();
  });
});
