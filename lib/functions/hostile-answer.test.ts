import { createServer } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { HTTP_REPLIES } from '@/e2e/corpus/replies';
import { createHttpExecutor } from '@/lib/functions/call-http';
import type { HttpFunction } from '@/lib/functions/outcome';
import { createTargetGuard } from '@/lib/http/target-guard';

const AT_ONCE = 8;
const SECRET = `whsec_${Buffer.from('a secret of at least 24 bytes').toString('base64')}`;
const executor = createHttpExecutor(createTargetGuard({ allowPrivateTargets: ['127.0.0.1'] }));
afterAll(() => executor.close());

/** A server that writes these bytes as soon as somebody asks, and hangs up. */
async function startHostile(bytes: string) {
  let asked = 0;
  const server = createServer((socket) => {
    asked += 1;
    socket.on('error', () => undefined).once('data', () => socket.end(Buffer.from(bytes, 'latin1')));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  return { server, port: typeof address === 'object' && address ? address.port : 0, asked: () => asked };
}

describe('corpus, class 16: a hostile answer of a function', () => {
  test('is a failure in words or a result within bounds, is never followed, and costs nothing', async () => {
    const problems: string[] = [];
    const cpu = process.cpuUsage();
    for (let start = 0; start < HTTP_REPLIES.length; start += AT_ONCE) {
      await Promise.all(
        HTTP_REPLIES.slice(start, start + AT_ONCE).map(async ({ name, value }) => {
          const { server, port, asked } = await startHostile(value);
          const fn: HttpFunction = {
            kind: 'http',
            name: 'f',
            url: `http://127.0.0.1:${port}/`,
            secret: SECRET,
            timeLimit: 3,
          };
          const task = { id: 'a'.repeat(24), functionName: 'f', data: {} };
          const call = { taskId: task.id, idempotencyKey: 'k', attempt: 1, task, fn };
          const began = performance.now();
          const outcome = await executor.execute(call, new AbortController().signal);
          const took = performance.now() - began;
          const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(value)?.[1] ?? 0);
          if (outcome.status === 'succeeded' && (status < 200 || status > 299)) problems.push(`${name}: succeeded`);
          if (JSON.stringify(outcome).length > 200_000) problems.push(`${name}: keeps too much`);
          if (outcome.status === 'failed' && (outcome.retryAfterMs ?? 0) > 3_600_000)
            problems.push(`${name}: waits too long`);
          if (took > 4_000) problems.push(`${name}: took ${Math.round(took)} ms`);
          if (asked() !== 1) problems.push(`${name}: was asked ${asked()} times`);
          server.close();
        }),
      );
    }
    const { user, system } = process.cpuUsage(cpu);
    expect(problems).toEqual([]);
    expect((user + system) / 1_000 / HTTP_REPLIES.length).toBeLessThan(250);
    expect(Object.keys(Object.prototype)).toEqual([]);
  }, 60_000);
});
