import { once } from 'node:events';
import { statSync } from 'node:fs';
import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { sendEvent, signed, signIn } from './fixtures/api';
import {
  beginDispatchers,
  type DispatchersServer,
  freePort,
  startDispatchers,
  withServer,
} from './fixtures/dispatchers-server';
import { createDispatcher, createFunction, createHttpFunction, createTask, createTemplate } from './fixtures/factories';
import { startHttpSink } from './fixtures/http-sink';
import { exportDatabase } from './fixtures/rig/export-database';
import { announceSeed, between, randomFrom } from './fixtures/rig/seed';
import { startSender } from './fixtures/rig/sender';
import { startSmtpSink } from './fixtures/smtp-sink';
import { ended, waitFor } from './fixtures/wait-for';

const isGone = async (url: string) => (await fetch(url).catch(() => undefined)) === undefined;

/**
 * Begins a signed post, and waits until the server has it in hand (it asks for the body). `finish` sends the body.
 * The connection is one that would be kept for more posts.
 */
async function beginPost(server: DispatchersServer, event: { type: string }) {
  const body = JSON.stringify(event);
  const headers = {
    ...signed(body),
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    expect: '100-continue',
  };
  const agent = new Agent({ keepAlive: true });
  const post = httpRequest(`${server.url}/webhooks/default`, { method: 'POST', headers, agent });
  post.flushHeaders();
  await once(post, 'continue');
  return {
    finish: async () => {
      post.end(body);
      const [response] = (await once(post, 'response')) as [IncomingMessage];
      const { id } = (await json(response)) as { id: string };
      return { status: response.statusCode, id };
    },
  };
}

test('R-30: SIGTERM: posts under way are answered, what runs is finished and recorded, and the exit code is 0', async () => {
  const held: ServerResponse[] = [];
  const calls = await startHttpSink({ script: (_call, response) => held.push(response) });
  const smtp = await startSmtpSink();
  await smtp.script({ replyDelay: 200 });
  const env = { ALLOW_PRIVATE_TARGETS: '127.0.0.1', SMTP_URL: smtp.url, MAIL_FROM: 'service@example.com' };
  await withServer({ env }, async (server) => {
    const api = await signIn(server);
    const { name: remote } = await createHttpFunction(api, calls.url);
    const local = await createFunction(
      api,
      `exports.handler = async () => { console.log('begun'); await new Promise((done) => setTimeout(done, 800)); return 'done'; };`,
    );
    const template = await createTemplate(api, { subject: 'Bye', body: '<p>Bye</p>' });
    const to = ['reader@example.com'];
    await createDispatcher(api, 'busy', [
      { type: 'task', functionName: remote },
      { type: 'task', functionName: local },
      { type: 'mail', recipients: { to }, templateName: template.name },
    ]);
    const { body: event } = await sendEvent(server, { type: 'busy' });
    await calls.waitFor(1);
    const statuses = await waitFor('everything to be under way', async () => {
      const { runs } = await api.event(event.id);
      const under = runs.map((run) => run.task?.status ?? run.mail?.status);
      return under.includes('new') || under.includes('queued') || under.includes(undefined) ? undefined : under;
    });
    expect(statuses).toContain('inProgress');

    const posts = await Promise.all(Array.from({ length: 200 }, () => beginPost(server, { type: 'late' })));
    const exit = server.stop();
    await waitFor('new connections to be refused', async () =>
      (await isGone(`${server.url}/ready`)) ? true : undefined,
    );
    held[0]?.writeHead(200, { 'content-type': 'application/json' }).end('"remote done"');
    const answers = await Promise.all(posts.map((post) => post.finish()));
    expect(answers.map((answer) => answer.status)).toEqual(Array(posts.length).fill(202));
    const answeredAt = performance.now();
    expect(await exit).toBe(0);
    expect(performance.now() - answeredAt, 'nothing is left to wait for but the local function').toBeLessThan(5_000);

    await withServer(server.options, async (next) => {
      const caller = await signIn(next);
      const { runs } = await caller.event(event.id);
      expect(runs.map((run) => run.status)).toEqual(['succeeded', 'succeeded', 'succeeded']);
      expect(runs.flatMap((run) => run.attempts.map((attempt) => attempt.outcome))).toEqual(Array(3).fill('succeeded'));
      expect(runs.map((run) => run.task?.result)).toEqual(['remote done', 'done', undefined]);
      for (const { id } of answers) expect((await caller.event(id)).event.type).toBe('late');
    });
  });
  await Promise.all([calls.close(), smtp.stop()]);
});

test('R-30: SIGTERM amid twenty functions and an open page: nothing is begun, what ends within the grace is recorded, the rest is returned and done after the restart', async () => {
  test.slow();
  const held: ServerResponse[] = [];
  const calls = await startHttpSink({ script: (_call, response) => held.push(response) });
  await withServer({ env: { ALLOW_PRIVATE_TARGETS: '127.0.0.1' } }, async (server) => {
    const api = await signIn(server);
    const names: string[] = [];
    for (let n = 0; n < 5; n++) names.push((await createHttpFunction(api, calls.url, { timeLimit: 60 })).name);
    const running = names.flatMap((functionName) => Array.from({ length: 4 }, () => createTask(api, { functionName })));
    await Promise.all(running);
    await calls.waitFor(20);
    const startTimestamp = Date.now() + 3_000;
    const later = names.map((functionName) => createTask(api, { functionName, startTimestamp }));
    const ids = (await Promise.all([...running, ...later])).map(({ id }) => id);
    const page = await fetch(`${server.url}/api/v1/live`, { headers: { authorization: `Bearer ${api.token}` } });
    expect(page.status).toBe(200);

    const stoppedAt = performance.now();
    const exit = server.stop();
    for (const [n, response] of held.slice(0, 15).entries()) {
      setTimeout(() => response.writeHead(204).end(), 1_000 + n * 700);
    }
    expect(await exit).toBe(0);
    expect(performance.now() - stoppedAt).toBeLessThan(30_000);
    expect(calls.requests, 'no claim after the signal').toHaveLength(20);
    expect(statSync(path.join(server.dataDir, 'dispatchers.db-wal'), { throwIfNoEntry: false })?.size ?? 0).toBe(0);
    await page.text().catch(() => undefined);
    const { attempts } = exportDatabase(server.dataDir);
    const outcomes = attempts.map(({ outcome }) => outcome).sort();
    expect(outcomes).toEqual([...Array(5).fill('interrupted'), ...Array(15).fill('succeeded')]);

    calls.setBehaviour((_call, response) => response.writeHead(204).end());
    await withServer(server.options, async (next) => {
      const caller = await signIn(next);
      for (const id of ids) {
        const task = await ended(caller, id);
        expect([task.status, task.retryForTaskIds], 'no try was spent').toEqual(['complete', undefined]);
      }
      expect(calls.requests).toHaveLength(30);
      expect(new Set(calls.requests.map((call) => call.headers['idempotency-key'])).size).toBe(25);
    });
  });
  await calls.close();
});

test('R-30: a second SIGTERM ends the server at once; its work is done after the restart', async () => {
  const calls = await startHttpSink({ script: () => undefined });
  await withServer({ env: { ALLOW_PRIVATE_TARGETS: '127.0.0.1' } }, async (server) => {
    const api = await signIn(server);
    const { name: functionName } = await createHttpFunction(api, calls.url, { timeLimit: 60 });
    const task = await createTask(api, { functionName });
    await calls.waitFor(1);
    server.process.kill('SIGTERM');
    await waitFor('the listener to close', async () => ((await isGone(`${server.url}/ready`)) ? true : undefined));
    expect(await server.stop()).toBe(1);

    calls.setBehaviour((_call, response) => response.writeHead(204).end());
    await withServer(server.options, async (next) => {
      expect((await ended(await signIn(next), task.id)).status).toBe('complete');
    });
  });
  await calls.close();
});

test('R-30: SIGTERM while it starts ends it in order, at any moment; the next start finds all as it was', async () => {
  const seed = announceSeed('R-30');
  const random = randomFrom(seed);
  await withServer({}, async (server) => {
    const { body: event } = await sendEvent(server, { type: 'before' });
    await server.stop();
    for (let round = 0; round < 3; round++) {
      const starting = await beginDispatchers(server.options);
      // Before there is a process to tell, SIGTERM is the system's affair.
      await waitFor('the listener', async () =>
        (await isGone(`http://localhost:${starting.port}/health`)) ? undefined : true,
      );
      await delay(between(random, 0, 300));
      expect(await starting.stop(), `SEED=${seed}`).toBe(0);
    }
    await withServer(server.options, async (next) => {
      expect((await (await signIn(next)).event(event.id)).event.type).toBe('before');
    });
  });
});

/** Restarts a server under load. @returns what was answered, and what is missing of that at the end. */
async function restartUnderLoad(fault?: string) {
  const seed = announceSeed('R-30');
  const options = { env: { PORT: String(await freePort()), ...(fault ? { DISPATCHERS_FAULT: fault } : {}) } };
  let server = await startDispatchers(options);
  const { dataDir } = server;
  const exits: (number | null)[] = [];
  const load = { url: server.url, rate: 100, connections: 16, atMost: 2_000, random: randomFrom(seed) };
  const sender = startSender({ ...load, event: (n) => ({ type: 'rolling', content: { n } }) });
  for (let restart = 0; restart < 2; restart++) {
    await delay(500);
    exits.push(await server.stop());
    server = await startDispatchers(server.options);
  }
  await sender.stop();
  await server.stop();
  const stored = new Set(exportDatabase(dataDir).events.map(({ key }) => key));
  server.cleanUp();
  const lost = sender.sent.filter(({ key }) => !stored.has(key)).map(({ key }) => key);
  return { exits, lost, statuses: [...sender.answers.keys()] };
}

test('R-30: restarts under load lose nothing, when senders come again on a refused connection', async () => {
  test.slow();
  const { exits, lost, statuses } = await restartUnderLoad();
  expect({ exits, lost }).toEqual({ exits: [0, 0], lost: [] });
  // 503: it listens already, and is not ready yet.
  expect(statuses.filter((status) => ![202, 200, 503, 'none'].includes(status))).toEqual([]);
});

test('R-30 control: a server that answers before it commits loses events at each restart', async () => {
  test.slow();
  expect((await restartUnderLoad('ack-before-commit')).lost.length).toBeGreaterThan(0);
});
