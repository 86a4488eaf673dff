import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listAttempts } from '@/db/attempts';
import { findMails, listMailRecipients } from '@/db/mails';
import { listTasksOfRuns } from '@/db/tasks';
import { mailAction, taskAction } from '@/db/testing';
import { type SmtpSink, startSmtpSink } from '@/e2e/fixtures/smtp-sink';
import { type Engine, startEngine } from '@/lib/delivery/engine';
import { removeAction } from '@/lib/dispatchers/actions';
import { createDispatcher } from '@/lib/dispatchers/create';
import { replaceDispatcher, updateDispatcher } from '@/lib/dispatchers/update';
import { createFunction } from '@/lib/functions/create';
import type { FunctionFailure } from '@/lib/functions/outcome';
import { createSmtpTransport, type MailTransport } from '@/lib/mail/transport';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { createTemplate } from '@/lib/templates/create';
import { updateTemplate } from '@/lib/templates/update';
import { cancelRun } from './cancel';
import { viewRun } from './get';
import { retryRun } from './retry';
import { reached, runOf, send } from './testing';

const NOW = Date.now();
const HTTP_FUNCTION = { name: 'erase', kind: 'http', http: { url: 'https://functions.test/erase' } };
const failed = (retryable: boolean): FunctionFailure => ({
  status: 'failed',
  error: { type: 'runtime', name: 'Oops', message: 'no' },
  retryable,
  logs: [],
});

let sink: SmtpSink;
let transport: MailTransport;
let server: PrivateServer;
let engine: Engine | undefined;
let type: string;
beforeAll(async () => {
  sink = await startSmtpSink();
});
afterAll(() => sink.stop());
beforeEach(async () => {
  transport = createSmtpTransport(sink.url);
  server = await startPrivateServer(
    { SMTP_URL: sink.url, MAIL_FROM: 'no-reply@example.com', MAIL_RETRY_BASE_SECONDS: '3600' },
    { mailTransport: transport, wake: () => engine?.wake() },
  );
  await sink.script({});
  type = `type-${Math.random()}`;
  await createTemplate(EVERYTHING, { name: 'goodbye', outputs: { subject: type, body: '<p>Bye</p>' } }, NOW);
  await createFunction(EVERYTHING, HTTP_FUNCTION, NOW);
});
afterEach(async () => {
  await engine?.stop(1_000);
  engine = undefined;
  await transport.close();
  server.close();
});

const start = async () => {
  engine = await startEngine();
};
const listen = (action: object) => createDispatcher(EVERYTHING, { eventType: type, actions: [action] }, NOW);
const retry = async (eventId: string) => retryRun(EVERYTHING, (await runOf(eventId)).id, Date.now());
const cancel = async (eventId: string) => cancelRun(EVERYTHING, (await runOf(eventId)).id, Date.now());
const received = async () => (await sink.messages()).filter((message) => message.subject === type);
const mailOf = async (eventId: string) => {
  const [mail] = await findMails([(await runOf(eventId)).mailId ?? '']);
  if (!mail) throw new Error('there is no mail');
  return mail;
};
const attemptNumbers = async (mailId: string) => (await listAttempts([mailId], [])).map((attempt) => attempt.number);

describe('a run that could not be planned', () => {
  it('is planned again with the template as it is now', async () => {
    await updateTemplate(EVERYTHING, 'goodbye', { outputs: { subject: type, body: '{{@inputs.nmae}}' } }, NOW);
    await listen(mailAction());
    await start();
    const eventId = await send(type, { email: 'ada@example.com', name: 'Ada' });
    await reached(eventId, 'failed');
    await updateTemplate(EVERYTHING, 'goodbye', { outputs: { subject: type, body: '{{@inputs.name}}' } }, Date.now());
    expect(await retry(eventId)).toMatchObject({ status: 'pending', reason: undefined, problems: [] });
    await reached(eventId, 'succeeded');
    expect((await received()).map((mail) => mail.html)).toEqual(['Ada']);
  });

  it('is planned again with the action as it is now, when it is still there', async () => {
    const dispatcher = await listen(mailAction({ recipients: { to: ['{{content.mail}}'] } }));
    await start();
    const eventId = await send(type, { email: 'ada@example.com' });
    const before = await reached(eventId, 'failed');
    const actions = dispatcher.actions.map((action) => ({ ...action, recipients: { to: ['{{content.email}}'] } }));
    await replaceDispatcher(EVERYTHING, dispatcher.id, { ...dispatcher, actions }, Date.now());
    await retry(eventId);
    const done = await reached(eventId, 'succeeded');
    expect(done.revisionId).not.toBe(before.revisionId);
    expect((await received()).map((mail) => mail.to)).toEqual(['ada@example.com']);
  });

  it('is planned again as it was, when its action is gone', async () => {
    await updateTemplate(EVERYTHING, 'goodbye', { outputs: { subject: type, body: '{{@inputs.nmae}}' } }, NOW);
    const dispatcher = await listen(mailAction());
    await start();
    const eventId = await send(type, { email: 'ada@example.com' });
    const before = await reached(eventId, 'failed');
    await removeAction(EVERYTHING, dispatcher.id, dispatcher.actions[0]?.id ?? '', Date.now());
    await updateTemplate(EVERYTHING, 'goodbye', { outputs: { subject: type, body: 'Bye' } }, Date.now());
    await retry(eventId);
    expect((await reached(eventId, 'succeeded')).revisionId).toBe(before.revisionId);
  });
});

describe('a mail that failed', () => {
  it('R-33: goes again to those who did not get it, under the same Message-ID, as the next attempt', async () => {
    await sink.script({ refuse: [{ pattern: 'bob@', code: 550 }] });
    await listen(mailAction({ recipients: { to: ['ada@example.com', 'bob@example.com'] } }));
    await start();
    const eventId = await send(type);
    await reached(eventId, 'failed');
    const { id, status, messageId } = await mailOf(eventId);
    expect(status).toBe('partial');
    await sink.script({});
    expect(await retry(eventId)).toMatchObject({ status: 'running', reason: undefined });
    await reached(eventId, 'succeeded');
    const mails = await received();
    expect(mails.map((mail) => mail.envelope.to)).toEqual([['ada@example.com'], ['bob@example.com']]);
    expect(mails.map((mail) => mail.messageId)).toEqual([messageId, messageId]);
    expect(await attemptNumbers(id)).toEqual([1, 2]);
    expect((await listMailRecipients(id)).map((one) => one.status)).toEqual(['accepted', 'accepted']);
  });

  it('R-33: that waits for its next attempt is sent at once instead, and only once', async () => {
    await sink.script({ refuse: [{ pattern: 'ada@', code: 451 }] });
    await listen(mailAction());
    await start();
    const eventId = await send(type, { email: 'ada@example.com' });
    await reached(eventId, 'running', (run) => run.reason !== undefined);
    const { id, nextAttemptAt } = await mailOf(eventId);
    expect(nextAttemptAt).toBeGreaterThan(Date.now() + 60_000);
    await sink.script({});
    await retry(eventId);
    await reached(eventId, 'succeeded');
    expect(await received()).toHaveLength(1);
    expect(await attemptNumbers(id)).toEqual([1, 2]);
  });
});

describe('a task that failed', () => {
  it('R-33: is followed by a new one with the same idempotency key, and carries its run on', async () => {
    server.script(() => failed(false));
    await listen(taskAction());
    await start();
    const eventId = await send(type);
    const { id, taskId } = await reached(eventId, 'failed');
    server.script(() => ({ status: 'succeeded', result: 7, logs: [] }));
    expect(await retry(eventId)).toMatchObject({ status: 'running' });
    await reached(eventId, 'succeeded');
    const [old, next] = await listTasksOfRuns([id]);
    expect(old).toMatchObject({ id: taskId, status: 'retried', retriedByTaskId: next?.id });
    expect(next).toMatchObject({ status: 'complete', retryForTaskIds: [taskId], idempotencyKey: old?.idempotencyKey });
    expect(server.calls.map((call) => call.idempotencyKey)).toEqual([id, id]);
    const { run } = await viewRun(EVERYTHING, id);
    expect(run.attempts.map((attempt) => attempt.outcome)).toEqual(['failed', 'succeeded']);
  });

  it('has all its automatic retries before it again', async () => {
    server.script(() => failed(false));
    await listen(taskAction());
    await start();
    const eventId = await send(type);
    const { id } = await reached(eventId, 'failed');
    for (let i = 0; i < 12; i++) {
      await retry(eventId);
      await reached(eventId, 'failed');
    }
    server.script(() => failed(true));
    await retry(eventId);
    await reached(eventId, 'running', (run) => run.reason !== undefined);
    const waiting = (await listTasksOfRuns([id])).at(-1);
    expect(waiting).toMatchObject({ status: 'new', retriesBefore: 13 });
    expect(waiting?.startTimestamp).toBeGreaterThan(Date.now());
    await retry(eventId);
    await reached(eventId, 'running', (run) => run.taskId !== waiting?.id && run.reason !== undefined);
  });

  it('R-33: is not tried while its function is disabled or gone', async () => {
    server.script(() => ({ ...failed(false), pauseFunction: true }));
    await listen(taskAction());
    await start();
    const eventId = await send(type);
    await reached(eventId, 'failed');
    const refusal = await refusalOf(() => retry(eventId));
    expect([refusal.code, refusal.message]).toEqual([
      27,
      "This run cannot be retried: the function 'erase' is disabled",
    ]);
  });
});

describe('R-33: a retry is refused', () => {
  it('while the dispatcher is disabled, and goes through when it is enabled again', async () => {
    const dispatcher = await listen(mailAction());
    await start();
    const eventId = await send(type);
    await reached(eventId, 'failed');
    await updateDispatcher(EVERYTHING, dispatcher.id, { enabled: false }, Date.now());
    expect((await refusalOf(() => retry(eventId))).message).toContain('its dispatcher is disabled');
    await updateDispatcher(EVERYTHING, dispatcher.id, { enabled: true }, Date.now());
    expect((await retry(eventId)).status).toBe('pending');
  });

  it('for a run that is not planned yet, or has succeeded', async () => {
    await listen(mailAction());
    const eventId = await send(type, { email: 'ada@example.com' });
    expect((await refusalOf(() => retry(eventId))).code).toBe(27);
    await start();
    await reached(eventId, 'succeeded');
    expect((await refusalOf(() => retry(eventId))).message).toBe('This run cannot be retried: it has succeeded');
    expect(await received()).toHaveLength(1);
  });

  it('without the permission, and for a run that is not there', async () => {
    const id = 'f'.repeat(24);
    expect((await refusalOf(() => retryRun(allowed('VIEW_EVENTS'), id, NOW))).code).toBe(10);
    expect((await refusalOf(() => retryRun(EVERYTHING, id, NOW))).code).toBe(16);
    expect((await refusalOf(() => cancelRun(allowed('RETRY_RUNS'), id, NOW))).code).toBe(10);
    expect((await refusalOf(() => cancelRun(EVERYTHING, id, NOW))).code).toBe(16);
  });
});

describe('R-33: canceling', () => {
  it('stops a run that is not planned yet; a retry takes it up again', async () => {
    await listen(mailAction());
    const eventId = await send(type, { email: 'ada@example.com' });
    expect(await cancel(eventId)).toMatchObject({ status: 'canceled', reason: 'canceled by a person' });
    await start();
    await retry(eventId);
    await reached(eventId, 'succeeded');
  });

  it('stops a mail that waits; a retry sends it', async () => {
    await sink.script({ refuse: [{ pattern: 'ada@', code: 451 }] });
    await listen(mailAction());
    await start();
    const eventId = await send(type, { email: 'ada@example.com' });
    await reached(eventId, 'running', (run) => run.reason !== undefined);
    expect((await cancel(eventId)).status).toBe('canceled');
    expect((await mailOf(eventId)).status).toBe('canceled');
    await sink.script({});
    await retry(eventId);
    await reached(eventId, 'succeeded');
    expect(await received()).toHaveLength(1);
  });

  it('stops a task before its start; a retry keeps the start time that was asked for', async () => {
    await listen(taskAction({ startTimestamp: 'P1D' }));
    await start();
    const eventId = await send(type);
    const { id } = await reached(eventId, 'running');
    expect((await refusalOf(() => retry(eventId))).message).toContain('waits for its start time');
    expect((await cancel(eventId)).status).toBe('canceled');
    await retry(eventId);
    const [old, next] = await listTasksOfRuns([id]);
    expect(next).toMatchObject({ status: 'new', startTimestamp: old?.startTimestamp });
  });

  it('does not stop what is being sent right now', async () => {
    await sink.script({ replyDelay: 300 });
    await listen(mailAction());
    await start();
    const eventId = await send(type, { email: 'ada@example.com' });
    const { mailId } = await reached(eventId, 'running', (run) => run.mailId !== undefined);
    while ((await findMails([mailId ?? '']))[0]?.status !== 'sending') await new Promise(setImmediate);
    expect((await refusalOf(() => cancel(eventId))).message).toBe(
      'This run cannot be canceled: the mail is being sent right now',
    );
    expect((await refusalOf(() => retry(eventId))).message).toContain('is being sent right now');
    await reached(eventId, 'succeeded');
    expect((await refusalOf(() => cancel(eventId))).message).toContain('it is succeeded already');
  });
});
