import { expect, test } from '@playwright/test';
import type { EventDetail } from '@/lib/console/schema';
import { type Api, sendEvent, signIn } from './fixtures/api';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createTemplate, uniqueName } from './fixtures/factories';
import { type ParsedMessage, type SinkBehaviour, type SmtpSink, startSmtpSink } from './fixtures/smtp-sink';
import { settled, waitFor } from './fixtures/wait-for';

let sink: SmtpSink;
let server: DispatchersServer;
let api: Api;

test.beforeAll(async () => {
  sink = await startSmtpSink();
  server = await startDispatchers({ env: { SMTP_URL: sink.url, MAIL_FROM: 'service@example.com' } });
  api = await signIn(server);
});
test.afterEach(async () => {
  await sink.script({});
});
test.afterAll(async () => {
  await server?.stop();
  await sink?.stop();
  server?.cleanUp();
});

/** Makes a dispatcher that mails `content.to` with `content.subject`; answers its event type. */
async function mailDispatcher(caller: Api): Promise<string> {
  const type = uniqueName('mailing');
  const template = await createTemplate(caller, { subject: '{{@inputs.subject}}', body: '<p>Hello</p>' });
  await createDispatcher(caller, type, [
    { type: 'mail', recipients: { to: ['{{content.to}}'] }, templateName: template.name },
  ]);
  return type;
}

/** Reports an event that asks for one mail; answers the event's id and the mail's subject. */
async function mailTo(to: string[], script: SinkBehaviour = {}): Promise<{ id: string; subject: string }> {
  await sink.script(script);
  const subject = uniqueName('subject');
  const { body } = await sendEvent(server, { type: await mailDispatcher(api), content: { to, subject } });
  return { id: body.id, subject };
}

async function theRun(eventId: string, from: Api = api): Promise<EventDetail['runs'][number]> {
  const [run] = (await settled(from, eventId)).runs;
  if (!run) throw new Error('no run');
  return run;
}

const withSubject = (mails: ParsedMessage[], subject: string) => mails.filter((mail) => mail.subject === subject);
const statesOf = (run: EventDetail['runs'][number]) =>
  Object.fromEntries(run.mail?.recipientStates.map(({ address, status }) => [address, status]) ?? []);
const rcptsOf = (address: string) =>
  sink.ledger().flatMap((entry) => (entry.kind === 'rcpt' && entry.address === address ? [entry.code] : []));

test('R-18: while the mail server is down mails wait, and are sent once when it is up again', async () => {
  const { id, subject } = await mailTo(['waiting@example.com'], { down: true });
  const waiting = await waitFor('two failed attempts', async () => {
    const [run] = (await api.event(id)).runs;
    return (run?.attempts.filter((attempt) => attempt.outcome === 'failed').length ?? 0) >= 2 ? run : undefined;
  });
  expect(waiting).toMatchObject({ status: 'running', mail: { nextAttemptAt: expect.any(Number) } });
  expect(waiting.reason).toContain('refuses connections');

  await sink.script({});
  const run = await theRun(id);
  expect(run).toMatchObject({ status: 'succeeded', mail: { status: 'sent' } });
  const outcomes = run.attempts.map((attempt) => attempt.outcome);
  expect(outcomes).toEqual([...Array(outcomes.length - 1).fill('failed'), 'succeeded']);
  expect(run.attempts[0]).toMatchObject({
    number: 1,
    class: 'infrastructure',
    message: expect.stringMatching(/refuses/),
  });
  const arrived = withSubject(await sink.allMessages(), subject);
  expect(arrived.map((mail) => mail.messageId)).toEqual([run.mail?.messageId]);
});

test('R-19: a recipient refused for good fails the run by name; the accepted ones get the mail once', async () => {
  const script = { refuse: [{ pattern: '^gone@', code: 550, message: '5.1.1 no such user here' }] };
  const { id, subject } = await mailTo(['fine@example.com', 'gone@example.com', 'also@example.com'], script);

  const run = await theRun(id);
  expect(run).toMatchObject({ status: 'failed', mail: { status: 'partial' } });
  expect(run.reason).toContain('gone@example.com');
  expect(run.reason).toContain('550');
  expect(run.reason).toContain('no such user here');
  expect(statesOf(run)).toEqual({
    'fine@example.com': 'accepted',
    'gone@example.com': 'refused',
    'also@example.com': 'accepted',
  });
  const arrived = withSubject(await sink.allMessages(), subject);
  expect(arrived.map((mail) => mail.envelope.to)).toEqual([['fine@example.com', 'also@example.com']]);
  expect(run.attempts).toHaveLength(1);
});

test('R-19: a deferred recipient is tried again alone', async () => {
  const script = { refuse: [{ pattern: '^busy@', code: 452, message: '4.2.2 mailbox busy', times: 1 }] };
  const { id, subject } = await mailTo(['ready@example.com', 'busy@example.com'], script);

  const run = await theRun(id);
  expect(run).toMatchObject({ status: 'succeeded', mail: { status: 'sent' } });
  expect(run.attempts.map((attempt) => attempt.outcome)).toEqual(['failed', 'succeeded']);
  expect(run.attempts[0]).toMatchObject({ class: 'transient', code: '452' });
  const arrived = withSubject(await sink.messages(), subject);
  expect(arrived.map((mail) => mail.envelope.to)).toEqual([['ready@example.com'], ['busy@example.com']]);
  expect(new Set(arrived.map((mail) => mail.messageId))).toEqual(new Set([run.mail?.messageId]));
  expect(rcptsOf('ready@example.com')).toEqual([250]);
});

test('the reason names a refused recipient even when a later attempt went well for the others', async () => {
  const script = {
    refuse: [
      { pattern: '^never@', code: 550, message: '5.1.1 unknown' },
      { pattern: '^later@', code: 452, message: '4.2.2 busy', times: 1 },
    ],
  };
  const { id } = await mailTo(['never@example.com', 'later@example.com'], script);

  const run = await theRun(id);
  expect(run).toMatchObject({ status: 'failed', mail: { status: 'partial' } });
  expect(statesOf(run)).toEqual({ 'never@example.com': 'refused', 'later@example.com': 'accepted' });
  expect(run.reason).toContain('never@example.com');
  expect(run.reason).toContain('5.1.1 unknown');
  expect(rcptsOf('never@example.com')).toEqual([550]);
});

test('R-19: when everybody is refused the mail has failed', async () => {
  const { id, subject } = await mailTo(['a@refused.example', 'b@refused.example'], {
    refuse: [{ pattern: '@refused', code: 551, message: '5.7.1 not local' }],
  });
  const run = await theRun(id);
  expect(run).toMatchObject({ status: 'failed', mail: { status: 'failed' }, attempts: [{ outcome: 'failed' }] });
  expect(run.attempts[0]).toMatchObject({ class: 'permanent', code: '551' });
  for (const part of ['a@refused.example', 'b@refused.example', '5.7.1 not local']) expect(run.reason).toContain(part);
  expect(withSubject(await sink.allMessages(), subject)).toHaveLength(0);
});

test('R-19: a mail refused after its content has failed; one put off is sent again', async () => {
  const refused = await mailTo(['spam@example.com'], {
    data: { code: 554, message: '5.7.1 looks like spam', times: 1 },
  });
  const failedRun = await theRun(refused.id);
  expect(failedRun).toMatchObject({ status: 'failed', mail: { status: 'failed' } });
  expect(failedRun.reason).toContain('looks like spam');

  const putOff = await mailTo(['patient@example.com'], { data: { code: 421, message: 'shutting down', times: 1 } });
  expect(await theRun(putOff.id)).toMatchObject({ status: 'succeeded', mail: { status: 'sent', attempts: 2 } });
});

test('R-20: a connection lost after the final dot means the same mail again, with the same Message-ID', async () => {
  const { id, subject } = await mailTo(['twice@example.com'], { dropAfterData: 1 });
  const run = await theRun(id);
  expect(run).toMatchObject({ status: 'succeeded', mail: { status: 'sent' } });
  expect(run.attempts).toMatchObject([{ outcome: 'failed', class: 'ambiguous' }, { outcome: 'succeeded' }]);
  const arrived = withSubject(await sink.allMessages(), subject);
  expect(arrived.map((mail) => mail.outcome)).toEqual(['dropped', 'accepted']);
  expect(arrived.map((mail) => mail.messageId)).toEqual([run.mail?.messageId, run.mail?.messageId]);
});

test('a line break in a recipient or subject is a problem, and nothing of it reaches the mail server', async () => {
  const type = await mailDispatcher(api);
  const attacks = [
    { to: ['good@example.com\r\nRCPT TO:<smuggled@evil.example>'], subject: 'harmless' },
    { to: ['"x\r\nBcc: smuggled@evil.example" <good@example.com>'], subject: 'harmless' },
    { to: ['good@example.com'], subject: 'Hello\r\nBcc: smuggled@evil.example' },
    { to: ['good@example.com>\nDATA\n.\nsmuggled@evil.example'], subject: 'harmless' },
    { to: ['good@example.com, smuggled@evil.example'], subject: 'harmless' },
  ];
  const before = sink.ledger().length;
  for (const content of attacks) {
    const { body } = await sendEvent(server, { type, content });
    const run = await theRun(body.id);
    expect(run, JSON.stringify(content)).toMatchObject({ status: 'failed', attempts: [] });
    expect(run.mail).toBeUndefined();
    expect(run.problems).toHaveLength(1);
    expect(run.problems[0]?.field).toMatch(
      content.subject === 'harmless' ? /^recipients\.to\[0\]/ : /^template\.subject$/,
    );
    expect(run.reason).toBeTruthy();
  }
  const { id, subject } = await mailTo(['afterwards@example.com']);
  await theRun(id);
  const dialogue = sink.ledger().slice(before);
  expect(dialogue.some((entry) => entry.kind === 'rcpt' && entry.address === 'afterwards@example.com')).toBe(true);
  expect(JSON.stringify(dialogue)).not.toMatch(/smuggled|good@example/);
  expect(withSubject(await sink.allMessages(), subject)).toHaveLength(1);
});

test.describe('who really gets mail', () => {
  /** One mail to three people on a server with this mode. */
  async function mailInMode(env: Record<string, string>) {
    const own = await startDispatchers({ env: { MAIL_FROM: 'service@example.com', ...env } });
    try {
      const caller = await signIn(own);
      const type = await mailDispatcher(caller);
      const subject = uniqueName('mode');
      const to = ['ann@example.com', 'bob@test.example', 'cy@example.com'];
      const { body } = await sendEvent(own, { type, content: { to, subject } });
      const run = await theRun(body.id, caller);
      return { run, arrived: withSubject(await sink.allMessages(), subject) };
    } finally {
      await own.stop();
      own.cleanUp();
    }
  }

  for (const [title, env] of [
    ['with MAIL_MODE=capture', () => ({ SMTP_URL: sink.url, MAIL_MODE: 'capture' })],
    ['without SMTP_URL', () => ({})],
  ] as const) {
    test(`${title} a mail is kept and shown, and nothing is sent`, async () => {
      const { run, arrived } = await mailInMode(env());
      expect(run).toMatchObject({ status: 'succeeded', mail: { status: 'captured', html: '<p>Hello</p>' } });
      expect(new Set(Object.values(statesOf(run)))).toEqual(new Set(['captured']));
      expect(arrived).toEqual([]);
    });
  }

  test('with MAIL_MODE=redirect everything goes to one address, once', async () => {
    const { run, arrived } = await mailInMode({ SMTP_URL: sink.url, MAIL_MODE: 'redirect:catch@all.example' });
    expect(run).toMatchObject({ status: 'succeeded', mail: { status: 'sent' } });
    expect(arrived.map((mail) => mail.envelope.to)).toEqual([['catch@all.example']]);
    expect(arrived[0]?.to).toBe('catch@all.example');
    expect(arrived[0]?.raw).toContain('X-Original-To: ann@example.com, bob@test.example, cy@example.com');
  });

  test('with MAIL_MODE=allow only the allowed domains get it', async () => {
    const { run, arrived } = await mailInMode({ SMTP_URL: sink.url, MAIL_MODE: 'allow:test.example' });
    expect(run.status).toBe('succeeded');
    expect(statesOf(run)).toEqual({
      'ann@example.com': 'captured',
      'bob@test.example': 'accepted',
      'cy@example.com': 'captured',
    });
    expect(arrived.map((mail) => mail.envelope.to)).toEqual([['bob@test.example']]);
  });
});
