import { setTimeout as delay } from 'node:timers/promises';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listAttempts } from '@/db/attempts';
import { createMail, findMails } from '@/db/mails';
import { findTask } from '@/db/tasks';
import { only } from '@/db/testing';
import { waitFor } from '@/e2e/fixtures/wait-for';
import { createFunction } from '@/lib/functions/create';
import { executeFunction } from '@/lib/functions/execute';
import type { FunctionOutcome } from '@/lib/functions/outcome';
import type { MailTransport, SendOutcome } from '@/lib/mail/outgoing';
import { EVERYTHING, type PrivateServer, refusalOf, startPrivateServer } from '@/lib/server/testing/private-server';
import { listTargets } from '@/lib/targets/list';
import { probeTarget } from '@/lib/targets/probe';
import { createTask } from '@/lib/tasks/create';
import { createBreakerStore } from './breaker-store';
import { createBreakers } from './breakers';
import { type Engine, startEngine } from './engine';

const AWAY: FunctionOutcome = {
  status: 'failed',
  error: { type: 'invocation', name: 'ECONNREFUSED', message: 'the connection was refused' },
  retryable: true,
  unavailable: true,
  logs: [],
};
const FINE: FunctionOutcome = { status: 'succeeded', result: 1, logs: [] };
const LOGIN_REFUSED: Partial<SendOutcome> = { status: 'failed', class: 'configuration', message: '535 no' };

let server: PrivateServer;
let engine: Engine | undefined;
let sent: string[];
let answer: Partial<SendOutcome>;

const transport: MailTransport = {
  async send({ mailId, envelopeTo }) {
    sent.push(mailId);
    const status = answer.status === 'failed' ? 'deferred' : 'accepted';
    const recipients = envelopeTo.map((address) => ({ address, status }) as const);
    return { status: 'sent', ...answer, recipients };
  },
  close: async () => undefined,
};

beforeEach(async () => {
  sent = [];
  answer = {};
  server = await startPrivateServer({ BREAKER_OPEN_SECONDS: '60' }, { mailTransport: transport });
  server.context.wake = () => engine?.wake();
});
afterEach(async () => {
  await engine?.stop(1_000);
  engine = undefined;
  server.close();
});

const newFunction = (name: string) =>
  createFunction(EVERYTHING, { name, kind: 'http', http: { url: 'https://functions.example.com/' } }, Date.now());
const newTask = (functionName: string) => createTask(EVERYTHING, { functionName }, Date.now());
const until = (what: string, met: () => Promise<boolean> | boolean) =>
  waitFor(what, async () => (await met()) || undefined);
const untilStatus = (id: string, status: string) =>
  until(`status ${status}`, async () => (await findTask(id))?.status === status);
const newMail = () =>
  createMail({
    lane: 'test',
    from: 'service@example.com',
    subject: 'Hello',
    html: '<p>Hello</p>',
    text: 'Hello',
    recipients: { to: ['ada@example.com'], cc: [], bcc: [] },
    now: Date.now(),
  });

/** Opens the breaker of a function, as five direct executions that fail do. */
async function open(functionName: string): Promise<void> {
  server.script(() => AWAY);
  for (let i = 0; i < 5; i++) await refusalOf(() => executeFunction(EVERYTHING, functionName, {}, Date.now()));
  server.calls.length = 0;
}

describe('R-32 a function that is away', () => {
  it('R-32 is left alone after five failures; what waits for it spends no attempt, and others go on', async () => {
    await newFunction('away');
    await newFunction('fine');
    const waiting = [];
    for (let i = 0; i < 20; i++) waiting.push(await newTask('away'));
    server.script(({ fn }) => (fn.name === 'away' ? AWAY : FINE));
    engine = await startEngine();
    await until('the breaker', () => server.context.breakers.view('function:away') !== undefined);
    const { id } = await newTask('fine');
    engine.wake();
    await untilStatus(id, 'complete');
    await delay(200);
    const calls = server.calls.filter(({ fn }) => fn.name === 'away').length;
    expect(calls).toBeGreaterThanOrEqual(5);
    expect(calls).toBeLessThanOrEqual(8);
    const tasks = await Promise.all(waiting.map(async (task) => findTask(task.id)));
    expect(tasks.filter((task) => task?.status === 'new' && task.attempts === 0)).toHaveLength(20 - calls);
    const target = (await listTargets(EVERYTHING, Date.now())).data.find(({ name }) => name === 'away');
    expect(target).toMatchObject({ state: 'open', breaker: { trips: 1, probing: false, cause: 'unavailable' } });
  });

  it('R-32 is probed with one task when a person wants it; when it answers, the rest follows', async () => {
    await newFunction('away');
    await open('away');
    engine = await startEngine();
    const tasks = [await newTask('away'), await newTask('away'), await newTask('away')];
    await delay(100);
    expect(server.calls).toEqual([]);
    let answered: (() => void) | undefined;
    server.script(async () => {
      await new Promise<void>((resolve) => {
        answered = resolve;
      });
      return FINE;
    });
    await probeTarget(EVERYTHING, 'function', 'away', Date.now());
    await until('the probe', () => server.calls.length === 1);
    await delay(50);
    expect(server.calls).toHaveLength(1);
    server.script(() => FINE);
    answered?.();
    for (const { id } of tasks) await untilStatus(id, 'complete');
    expect(await refusalOf(() => probeTarget(EVERYTHING, 'function', 'away', Date.now()))).toMatchObject({ code: 27 });
  });

  it('R-32 a probe that fails costs its task no retry: it is the same task, with one more attempt', async () => {
    await newFunction('away');
    await open('away');
    engine = await startEngine();
    const { id } = await newTask('away');
    await probeTarget(EVERYTHING, 'function', 'away', Date.now());
    await until('the second opening', () => server.context.breakers.view('function:away')?.trips === 2);
    await untilStatus(id, 'new');
    expect(await findTask(id)).toMatchObject({ attempts: 1, retryForTaskIds: [] });
    expect(only(await listAttempts([], [id]))).toMatchObject({ outcome: 'failed', code: 'ECONNREFUSED' });
    server.script(() => FINE);
    await probeTarget(EVERYTHING, 'function', 'away', Date.now());
    await untilStatus(id, 'complete');
    expect(server.calls.map(({ attempt, idempotencyKey }) => [attempt, idempotencyKey])).toEqual([
      [1, id],
      [2, id],
    ]);
  });

  it('R-32 is still left alone after a restart', async () => {
    await newFunction('away');
    await open('away');
    const { logger } = server.context;
    server.context.breakers = createBreakers(createBreakerStore(logger), pino({ level: 'silent' }));
    expect(server.context.breakers.room('function:away', Date.now())).toBe(0);
  });

  it('R-32 what was never tried at the target says nothing of it', async () => {
    await newFunction('near');
    server.script(() => ({ ...AWAY, unavailable: false }));
    for (let i = 0; i < 12; i++) await refusalOf(() => executeFunction(EVERYTHING, 'near', {}, Date.now()));
    expect(server.context.breakers.list()).toEqual([]);
  });
});

describe('R-32 a mail server that refuses the login', () => {
  it('R-32 pauses all mail at once, costs the others no attempt, and goes on when it is mended', async () => {
    answer = LOGIN_REFUSED;
    engine = await startEngine();
    const first = await newMail();
    engine.wake();
    await until('the pause', () => server.context.breakers.view('mail') !== undefined);
    const second = await newMail();
    engine.wake();
    await delay(100);
    expect(sent).toEqual([first.id]);
    expect(await findMails([second.id])).toMatchObject([{ status: 'queued', attempts: 0 }]);
    const [target] = (await listTargets(EVERYTHING, Date.now())).data;
    expect(target).toMatchObject({ kind: 'mail', state: 'open', breaker: { cause: 'misconfigured', alert: true } });

    answer = {};
    await probeTarget(EVERYTHING, 'mail', 'mail', Date.now());
    await until('the second mail', async () => (await findMails([second.id]))[0]?.status === 'sent');
    expect(server.context.breakers.list()).toEqual([]);
  });
});
