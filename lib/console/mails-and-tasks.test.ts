import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeTransaction } from '@/db/client';
import { insertTask } from '@/db/tasks';
import { mailAction } from '@/db/testing';
import { type SmtpSink, startSmtpSink } from '@/e2e/fixtures/smtp-sink';
import { waitFor } from '@/e2e/fixtures/wait-for';
import { type Engine, startEngine } from '@/lib/delivery/engine';
import { createDispatcher } from '@/lib/dispatchers/create';
import { updateDispatcher } from '@/lib/dispatchers/update';
import { newObjectId } from '@/lib/format/id';
import { createFunction } from '@/lib/functions/create';
import { createSmtpTransport, type MailTransport } from '@/lib/mail/transport';
import { reached, send } from '@/lib/runs/testing';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { createTemplate } from '@/lib/templates/create';
import { cancelMail, listMailSummaries, retryMail, viewMail } from './mails';
import { listNewestTasks, retryTask, viewTask } from './tasks';

const NOW = Date.now();
const UNKNOWN = 'f'.repeat(24);

let sink: SmtpSink;
let transport: MailTransport;
let server: PrivateServer;
let engine: Engine | undefined;
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
  await createTemplate(EVERYTHING, { name: 'goodbye', outputs: { subject: 'Bye', body: '<p>Bye</p>' } }, NOW);
  await createFunction(EVERYTHING, { name: 'erase', kind: 'http', http: { url: 'https://functions.test/erase' } }, NOW);
});
afterEach(async () => {
  await engine?.stop(1_000);
  engine = undefined;
  await transport.close();
  server.close();
});

const codeOf = async (act: () => unknown) => (await refusalOf(act)).code;

/** A mail of which one address was refused for good, with its run. */
async function partialMail() {
  await sink.script({ refuse: [{ pattern: 'bob@', code: 550, message: 'no such user' }] });
  const recipients = { to: ['ada@example.com', 'bob@example.com'] };
  const { id: dispatcherId } = await createDispatcher(
    EVERYTHING,
    { eventType: 'deleted', actions: [mailAction({ recipients })] },
    NOW,
  );
  engine = await startEngine();
  const eventId = await send('deleted');
  const { mailId = '' } = await reached(eventId, 'failed');
  await sink.script({});
  return { mailId, eventId, dispatcherId };
}

describe('a mail', () => {
  it('is found by an address that refused it, and shown with what that address said', async () => {
    const { mailId } = await partialMail();
    const query = 'contains(recipientStates,eq(address,bob@example.com),eq(status,refused))';
    const { data } = await listMailSummaries(EVERYTHING, query);
    expect(data).toMatchObject([{ id: mailId, status: 'partial', subject: 'Bye' }]);
    expect(Object.keys(data[0] ?? {})).not.toContain('html');
    const found = async (rql: string) => (await listMailSummaries(EVERYTHING, rql)).data.map(({ id }) => id);
    const to = (name: string) => `contains(recipientStates,eq(address,${name}@example.com))`;
    expect(await found('recipientStates.address=carol@example.com')).toEqual([]);
    expect(await found('recipientStates.address=ada@example.com')).toEqual([mailId]);
    expect(await found(`${to('ada')}&${to('bob')}`)).toEqual([mailId]);
    expect(await found(`${to('ada')}&${to('carol')}`)).toEqual([]);
    expect(await found('contains(recipientStates,eq(address,ada@example.com),eq(status,refused))')).toEqual([]);
    expect(await found('recipientStates.address=null')).toEqual([]);
    expect(await viewMail(EVERYTHING, mailId)).toMatchObject({
      html: '<p>Bye</p>',
      recipientStates: [{ status: 'accepted' }, { status: 'refused', response: expect.stringContaining('550') }],
      attemptList: [{ number: 1, outcome: 'failed' }],
    });
  });

  it('is sent again to that address alone, and carries its run along', async () => {
    const { mailId, eventId } = await partialMail();
    expect(await retryMail(EVERYTHING, mailId, Date.now())).toMatchObject({
      status: 'queued',
      retriedAt: expect.any(Number),
    });
    await reached(eventId, 'succeeded');
    expect((await sink.messages()).at(-1)?.envelope.to).toEqual(['bob@example.com']);
    expect(await codeOf(() => retryMail(EVERYTHING, mailId, Date.now()))).toBe(27);
    expect(await codeOf(() => cancelMail(EVERYTHING, mailId, Date.now()))).toBe(27);
  });

  it('is not sent again while what asked for it is disabled', async () => {
    const { mailId, dispatcherId } = await partialMail();
    await updateDispatcher(EVERYTHING, dispatcherId, { enabled: false }, Date.now());
    const refusal = await refusalOf(() => retryMail(EVERYTHING, mailId, Date.now()));
    expect(refusal.message).toBe('This mail cannot be sent again: its dispatcher is disabled');
  });

  it('is shown, sent again and canceled by those who may', async () => {
    expect(await codeOf(() => listMailSummaries(allowed('VIEW_EVENTS'), ''))).toBe(10);
    expect(await codeOf(() => viewMail(allowed('VIEW_EVENTS'), UNKNOWN))).toBe(10);
    expect(await codeOf(() => retryMail(allowed('VIEW_MAILS'), UNKNOWN, NOW))).toBe(10);
    expect(await codeOf(() => cancelMail(allowed('VIEW_MAILS'), UNKNOWN, NOW))).toBe(10);
    for (const act of [viewMail, retryMail, cancelMail]) {
      expect(await codeOf(() => act(EVERYTHING, UNKNOWN, NOW))).toBe(16);
    }
  });
});

describe('a task that was asked for directly', () => {
  it('is run again as a new one, which is linked to it', async () => {
    server.script(() => ({
      status: 'failed',
      error: { type: 'runtime', name: 'Oops', message: 'no' },
      retryable: false,
      logs: [{ timestamp: NOW, message: 'trying' }],
    }));
    const id = newObjectId();
    const task = { id, functionName: 'erase', data: { user: 'u-1' }, startTimestamp: NOW, tags: [], priority: 0 };
    writeTransaction(() => insertTask({ ...task, idempotencyKey: id, depth: 0, now: NOW }));
    engine = await startEngine();
    await waitFor('it to fail', async () => ((await viewTask(EVERYTHING, id)).status === 'failed' ? true : undefined));
    expect((await listNewestTasks(EVERYTHING, 'data.user=u-1&status=failed')).data).toMatchObject([{ id }]);
    expect(await viewTask(EVERYTHING, id)).toMatchObject({
      attemptList: [{ number: 1, outcome: 'failed' }],
      logs: [{ message: 'trying' }],
    });
    server.script(() => ({ status: 'succeeded', result: 1, logs: [] }));
    const next = await retryTask(EVERYTHING, id, Date.now());
    expect(next).toMatchObject({ retryForTaskIds: [id], idempotencyKey: id, runId: undefined });
    await waitFor('it to end', async () =>
      (await viewTask(EVERYTHING, next.id)).status === 'complete' ? true : undefined,
    );
    expect(await viewTask(EVERYTHING, id)).toMatchObject({ status: 'retried', retriedByTaskId: next.id });
    expect(await codeOf(() => retryTask(EVERYTHING, id, Date.now()))).toBe(27);
  });

  it('is shown and run again by those who may', async () => {
    expect(await codeOf(() => listNewestTasks(allowed('VIEW_EVENTS'), ''))).toBe(10);
    expect(await codeOf(() => viewTask(allowed('VIEW_TASKS'), UNKNOWN))).toBe(10);
    expect(await codeOf(() => retryTask(allowed('VIEW_TASKS'), UNKNOWN, NOW))).toBe(10);
    for (const act of [viewTask, retryTask]) expect(await codeOf(() => act(EVERYTHING, UNKNOWN, NOW))).toBe(16);
  });
});
