import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { answer, type HttpSink, type SinkBehaviour, startHttpSink } from '@/e2e/fixtures/http-sink';
import { createHttpExecutor } from '@/lib/functions/call-http';
import type { FunctionCall, FunctionExecutor, FunctionFailure, HttpFunction } from '@/lib/functions/outcome';
import { createTargetGuard } from '@/lib/http/target-guard';

const SECRET = `whsec_${Buffer.from('a secret of at least 24 bytes').toString('base64')}`;
const never = new AbortController().signal;

let sink: HttpSink;
let executor: FunctionExecutor<HttpFunction>;

beforeEach(async () => {
  sink = await startHttpSink();
  executor = createHttpExecutor(createTargetGuard({ allowPrivateTargets: ['127.0.0.1'] }));
});

afterEach(async () => {
  await executor.close();
  await sink.close();
});

function callOf(settings: Partial<HttpFunction> = {}, attempt = 1): FunctionCall<HttpFunction> {
  const fn: HttpFunction = {
    kind: 'http',
    name: 'hook',
    url: `${sink.url}/hook?a=1`,
    secret: SECRET,
    timeLimit: 3,
    ...settings,
  };
  const task = { id: 'aaaaaaaaaaaaaaaaaaaaaaaa', functionName: 'hook', data: { name: 'Zoë', event: { id: 'e1' } } };
  return { taskId: task.id, idempotencyKey: 'run-1', attempt, task, fn };
}

/** A server that speaks whatever `greet` makes of each connection. */
async function startRawServer(greet: (socket: Socket) => void) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    greet(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => sockets.length,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function outcomeOf(behaviour: SinkBehaviour, settings: Partial<HttpFunction> = {}) {
  sink.setBehaviour(behaviour);
  return executor.execute(callOf(settings), never);
}

async function failureOf(behaviour: SinkBehaviour, settings: Partial<HttpFunction> = {}): Promise<FunctionFailure> {
  const outcome = await outcomeOf(behaviour, settings);
  if (outcome.status !== 'failed') throw new Error('succeeded');
  return outcome;
}

describe('S-15: the request', () => {
  test('is a POST of the task and its meta, signed over the bytes that were sent', async () => {
    const before = Date.now();
    expect((await outcomeOf(answer(204))).status).toBe('succeeded');
    const [request] = sink.requests;
    if (!request) throw new Error('no request');
    expect(request).toMatchObject({ method: 'POST', path: '/hook?a=1' });
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': 'run-1',
      'idempotency-key': 'run-1',
      'x-attempt': '1',
    });
    const verified = new Webhook(SECRET).verify(request.body, request.headers as Record<string, string>);
    expect(verified).toMatchObject({ ...callOf().task, meta: { idempotencyKey: 'run-1', attempt: 1 } });
    const { deadline } = (verified as { meta: { deadline: number } }).meta;
    expect(deadline).toBeGreaterThanOrEqual(before + 3_000);
    expect(deadline).toBeLessThanOrEqual(Date.now() + 3_000);
  });

  test('of another attempt has the same id, and a time and a signature of its own', async () => {
    const headersOf = async (attempt: number, now: number) => {
      vi.useFakeTimers({ now, toFake: ['Date'] });
      sink.setBehaviour(answer(204));
      await executor.execute(callOf({}, attempt), never).finally(() => vi.useRealTimers());
      return sink.requests.at(-1)?.headers ?? {};
    };
    const [first, second] = [await headersOf(1, 1_700_000_000_000), await headersOf(2, 1_700_000_060_000)];
    expect([first['webhook-timestamp'], second['webhook-timestamp']]).toEqual(['1700000000', '1700000060']);
    expect(second['webhook-id']).toBe(first['webhook-id']);
    expect(second['webhook-signature']).not.toBe(first['webhook-signature']);
  });

  test('is signed with two secrets while one is being replaced: a receiver of either takes it', async () => {
    const previousSecret = `whsec_${Buffer.from('the one before, of 24 bytes').toString('base64')}`;
    await outcomeOf(answer(204), { previousSecret });
    const [request] = sink.requests;
    const headers = request?.headers as Record<string, string>;
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
    for (const secret of [SECRET, previousSecret])
      expect(() => new Webhook(secret).verify(request?.body ?? '', headers)).not.toThrow();
  });

  test('of another secret, or with a changed byte, does not verify', async () => {
    await outcomeOf(answer(204));
    const [request] = sink.requests;
    if (!request) throw new Error('no request');
    const headers = request.headers as Record<string, string>;
    const other = new Webhook(Buffer.from('another secret of 24 bytes').toString('base64'));
    expect(() => other.verify(request.body, headers)).toThrow();
    const changed = Buffer.from(request.body.toString().replace('Zoë', 'Zoe'));
    expect(() => new Webhook(SECRET).verify(changed, headers)).toThrow();
  });

  test('of a further attempt keeps its identity and says which attempt it is', async () => {
    await executor.execute(callOf({}, 1), never);
    await executor.execute(callOf({}, 2), never);
    expect(sink.requests.map(({ headers }) => [headers['webhook-id'], headers['x-attempt']])).toEqual([
      ['run-1', '1'],
      ['run-1', '2'],
    ]);
  });

  test('to a target that the guard refuses is never sent, and never will be', async () => {
    const guarded = createHttpExecutor(createTargetGuard());
    const outcome = await guarded.execute(callOf(), never);
    await guarded.close();
    expect(outcome).toMatchObject({
      status: 'failed',
      retryable: false,
      error: { type: 'invocation', name: 'TargetNotAllowed' },
    });
    expect(sink.requests).toEqual([]);
  });
});

describe('R-22: an answer', () => {
  test.each<[string, SinkBehaviour, unknown]>([
    ['204', answer(204), undefined],
    ['200 with JSON', answer(200, { done: [1, 'two'] }), { done: [1, 'two'] }],
    ['202 with text', answer(202, 'accepted'), undefined],
    ['201 with broken JSON', answer(201, '{"a":', { 'content-type': 'application/json' }), undefined],
    ['200 although it says not to retry', answer(200, { retry: false }), { retry: false }],
  ])('of %s is success', async (_title, behaviour, result) => {
    expect(await outcomeOf(behaviour)).toMatchObject({ status: 'succeeded', result });
  });

  test.each<[number, Record<string, string>, Partial<FunctionFailure>]>([
    [301, { location: 'http://169.254.169.254/' }, { retryable: true }],
    [307, { location: '/elsewhere' }, { retryable: true }],
    [400, {}, { retryable: true }],
    [401, {}, { retryable: true }],
    [404, {}, { retryable: true }],
    [410, {}, { retryable: false, pauseFunction: true }],
    [422, { 'x-no-retry': '1' }, { retryable: false }],
    [500, {}, { retryable: true }],
    [500, { 'retry-after': '5' }, { retryable: true }],
    [503, { 'retry-after': '5', 'x-no-retry': '1' }, { retryable: false }],
    [429, { 'retry-after': '5' }, { retryable: true, retryAfterMs: 5_000, unavailable: true }],
    [503, { 'retry-after': '1000000000' }, { retryable: true, retryAfterMs: 3_600_000, unavailable: true }],
    [503, { 'retry-after': '-5' }, { retryable: true, unavailable: true }],
    [429, { 'retry-after': 'soon' }, { retryable: true, unavailable: true }],
    [599, {}, { retryable: true }],
  ])('of %i with %j is failure', async (status, headers, expected) => {
    const outcome = await failureOf(answer(status, '', headers));
    const { logs, error, ...rest } = outcome;
    expect(rest).toEqual({ status: 'failed', ...expected });
    expect(error).toMatchObject({ type: 'runtime', name: `Http${status}` });
    expect(error.message).toContain(`answered ${status}`);
    expect(logs[0]?.message).toMatch(new RegExp(`^POST ${sink.url}/hook answered ${status} in \\d+ ms$`));
    expect(sink.requests).toHaveLength(1);
  });

  test('with {"retry": false} is permanent, and its body is shown', async () => {
    const outcome = await failureOf(answer(400, { retry: false, why: 'no such user' }));
    expect(outcome.retryable).toBe(false);
    expect(outcome.error.message).toBe('The function answered 400 Bad Request: {"retry":false,"why":"no such user"}');
  });

  test('of endless size costs 64 KB and the connection', async () => {
    let closed: () => void = () => undefined;
    const wasClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const before = process.memoryUsage().rss;
    const outcome = await outcomeOf((_request, response) => {
      const chunk = Buffer.alloc(65_536, 'x');
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.writeHead(200).on('drain', more).on('close', closed);
      more();
    });
    await wasClosed;
    expect(outcome).toMatchObject({ status: 'succeeded', result: undefined });
    expect(outcome.logs[1]?.message).toContain('longer than 64 KB');
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
  });

  test('that is compressed although we did not ask for it is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000, 'x'));
    const outcome = await outcomeOf((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' }).end(bomb);
    });
    expect(outcome).toMatchObject({ status: 'succeeded', result: undefined });
  });

  test('in HTTP/1.0, which ends with its connection, is read like any other', async () => {
    const old = await startRawServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n{"old":true}'));
    });
    const outcome = await executor.execute(callOf({ url: `http://127.0.0.1:${old.port}/` }), never);
    expect(outcome).toMatchObject({ status: 'succeeded', result: { old: true } });
    await old.close();
  });

  test('with a bomb of headers is no answer', async () => {
    const outcome = await failureOf(answer(200, '', { 'x-bomb': 'b'.repeat(30_000) }));
    expect(outcome).toMatchObject({ retryable: true, error: { type: 'invocation', name: 'UND_ERR_HEADERS_OVERFLOW' } });
  });
});

describe('R-22: no answer', () => {
  test.each<[string, SinkBehaviour]>([
    ['before the headers', () => undefined],
    [
      'in the middle of the body',
      (_request, response) => void response.writeHead(200, { 'content-length': '10' }).write('{"a"'),
    ],
    [
      'by a drip that never ends',
      (_request, response) => {
        const timer = setInterval(() => response.write(' '), 50);
        response.writeHead(200).on('close', () => clearInterval(timer));
      },
    ],
  ])('%s ends at the time limit', async (_title, behaviour) => {
    const start = performance.now();
    const outcome = await failureOf(behaviour, { timeLimit: 0.3 });
    expect(performance.now() - start).toBeLessThan(1_500);
    expect(outcome).toMatchObject({ retryable: true, error: { type: 'invocation', name: 'TimeLimitExceeded' } });
  });

  test('because the connection was cut is worth another try', async () => {
    const outcome = await failureOf((_request, response) => void response.socket?.destroy());
    expect(outcome).toMatchObject({ retryable: true, error: { type: 'invocation', name: 'UND_ERR_SOCKET' } });
    const midBody = await failureOf((_request, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('{"a"', () => response.socket?.destroy());
    });
    expect(midBody).toMatchObject({ retryable: true, error: { type: 'invocation' } });
  });

  test('because nobody listens says so', async () => {
    await sink.close();
    const outcome = await executor.execute(callOf(), never);
    expect(outcome).toMatchObject({
      status: 'failed',
      retryable: true,
      error: { name: 'ECONNREFUSED', message: 'The function gave no answer: the connection was refused' },
    });
  });

  test('because it does not speak TLS, or not HTTP, is a failure with a reason', async () => {
    const tls = await executor.execute(callOf({ url: sink.url.replace('http:', 'https:') }), never);
    expect(tls).toMatchObject({ status: 'failed', retryable: true, error: { type: 'invocation' } });
    const garbage = await startRawServer((socket) => socket.end('220 mail.example ESMTP\r\n'));
    const outcome = await executor.execute(callOf({ url: `http://127.0.0.1:${garbage.port}/` }), never);
    expect(outcome).toMatchObject({ status: 'failed', retryable: true, error: { type: 'invocation' } });
    await garbage.close();
  });

  test('in the middle of a TLS handshake ends at the time limit', async () => {
    const silent = await startRawServer(() => undefined);
    const start = performance.now();
    const outcome = await executor.execute(callOf({ url: `https://127.0.0.1:${silent.port}/`, timeLimit: 0.3 }), never);
    expect(performance.now() - start).toBeLessThan(1_500);
    expect(outcome).toMatchObject({ retryable: true, error: { type: 'invocation', name: 'TimeLimitExceeded' } });
    await silent.close();
  });

  test('on a connection whose other end is gone without a word ends at the time limit, and the next call takes a new one', async () => {
    const ok = 'HTTP/1.1 204 No Content\r\nkeep-alive: timeout=5\r\n\r\n';
    const used = new Set<Socket>();
    const server = await startRawServer((socket) => {
      socket.on('data', (data: Buffer) => {
        if (!String(data).endsWith('}') || used.has(socket)) return;
        used.add(socket);
        socket.write(ok);
      });
    });
    const call = async () => {
      // A connection is free again a moment after its answer was read.
      await delay(20);
      return executor.execute(callOf({ url: `http://127.0.0.1:${server.port}/`, timeLimit: 0.5 }), never);
    };
    expect([(await call()).status, server.connections()]).toEqual(['succeeded', 1]);
    expect(await call()).toMatchObject({ error: { name: 'TimeLimitExceeded' }, retryable: true });
    expect(server.connections(), 'it was the kept connection').toBe(1);
    expect((await call()).status).toBe('succeeded');
    expect(server.connections()).toBeGreaterThan(1);
    await server.close();
  });

  test('because we stopped waiting is told apart', async () => {
    const stopping = new AbortController();
    const running = executor.execute(callOf(), stopping.signal);
    sink.setBehaviour(() => stopping.abort());
    expect(await running).toMatchObject({ status: 'failed', retryable: true, error: { name: 'Interrupted' } });
  });
});
