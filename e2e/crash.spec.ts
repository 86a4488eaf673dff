import { expect, test } from '@playwright/test';
import type { EventDetail } from '@/lib/console/schema';
import { MAIL_SLOTS, TASK_SLOTS } from '@/lib/delivery/slots';
import { type Api, sendEvent, signIn } from './fixtures/api';
import { type CrashLedger, findBrokenPromises } from './fixtures/crash-check';
import { startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createFunction, createHttpFunction, createTemplate } from './fixtures/factories';
import { answer, startHttpSink } from './fixtures/http-sink';
import { startSmtpSink } from './fixtures/smtp-sink';
import { settled } from './fixtures/wait-for';

const MAILS = 500;
const TASKS = 100;
const ANSWERED_CALLS = 30;

/** Does `act` for every item, `width` at a time. */
async function inParallel<T, R>(items: readonly T[], width: number, act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const walk = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) results[next[0]] = await act(next[1]);
  };
  await Promise.all(Array.from({ length: width }, walk));
  return results;
}

/** How many attempts of each run were lost in the crash, by a name for the run. */
function lostBy(details: readonly EventDetail[], keyOf: (detail: EventDetail) => string): Map<string, number> {
  return new Map(
    details.map((detail) => {
      const attempts = detail.runs.flatMap((run) => run.attempts);
      return [keyOf(detail), attempts.filter((attempt) => attempt.outcome === 'lost').length];
    }),
  );
}

test('R-03, R-04: kill -9 amid 500 mails and 100 tasks: nothing acknowledged is lost, all is done, only what was in flight is repeated', async () => {
  test.slow();
  // A slow mail server, and a target that stops answering: the kill comes in the middle, however fast the machine is.
  const smtp = await startSmtpSink();
  await smtp.script({ replyDelay: 25 });
  const calls = await startHttpSink();
  calls.setBehaviour((_call, response) => {
    if (calls.requests.length <= ANSWERED_CALLS) response.writeHead(204).end();
  });
  const env = { SMTP_URL: smtp.url, MAIL_FROM: 'service@example.com', ALLOW_PRIVATE_TARGETS: '127.0.0.1' };
  let server = await startDispatchers({ env });
  try {
    let api = await signIn(server);
    await listenForMails(api);
    const taskTypes = await listenForTasks(api, calls.url);

    const numbers = Array.from({ length: MAILS }, (_, n) => n);
    const taskEvents = await inParallel(numbers.slice(0, TASKS), 16, async (n) => {
      const type = taskTypes[n % taskTypes.length] ?? '';
      const { status, body } = await sendEvent(server, { type, content: { ledger: calls.url } });
      return { acknowledged: status === 202, id: body.id };
    });
    const mailEvents = await inParallel(numbers, 16, async (n) => {
      const { status, body } = await sendEvent(server, { type: 'bulk_mail', content: { to: addressOf(n) } });
      return { acknowledged: status === 202, id: body.id };
    });
    await Promise.all([calls.waitFor(ANSWERED_CALLS + 10), smtp.waitFor((mails) => mails.length >= 60, 30_000)]);
    await server.kill();
    const mailsBefore = (await smtp.messages()).length;
    const callsBefore = calls.requests.length;
    expect(mailsBefore, 'mails are left to send').toBeLessThan(MAILS);
    expect(callsBefore, 'tasks are left to run').toBeLessThan(TASKS);
    await smtp.script({});
    calls.setBehaviour(answer(204));

    server = await startDispatchers(server.options);
    api = await signIn(server);
    const ask = (event: { id: string }) => settled(api, event.id, 60_000);
    const mails = await inParallel(mailEvents, 8, ask);
    const tasks = await inParallel(taskEvents, 8, ask);

    expect(mails.filter(({ runs }) => runs[0]?.mail?.status !== 'sent')).toEqual([]);
    expect(tasks.filter(({ runs }) => runs[0]?.task?.status !== 'complete')).toEqual([]);
    const toOf = ({ event }: EventDetail) => (event.content as { to: string }).to;
    const mailLedger: CrashLedger = {
      acknowledged: mailEvents.filter((event) => event.acknowledged).map((event) => event.id),
      stored: mails.map(({ event }) => event.id),
      wanted: numbers.map(addressOf),
      effects: (await smtp.allMessages()).map((mail) => ({ key: String(mail.envelope.to), identity: mail.messageId })),
      lost: lostBy(mails, toOf),
      slots: MAIL_SLOTS,
    };
    expect(mailLedger.acknowledged).toHaveLength(MAILS);
    expect(findBrokenPromises(mailLedger)).toEqual([]);
    const messageIds = new Map(mailLedger.effects.map(({ key, identity }) => [key, identity]));
    expect(mails.map(({ runs }) => runs[0]?.mail?.messageId)).toEqual(mails.map((mail) => messageIds.get(toOf(mail))));

    const taskLedger: CrashLedger = {
      acknowledged: taskEvents.filter((event) => event.acknowledged).map((event) => event.id),
      stored: tasks.map(({ event }) => event.id),
      wanted: taskEvents.map((event) => event.id),
      effects: calls.requests.map((call) => ({
        key: JSON.parse(String(call.body)).data.event.id,
        identity: String(call.headers['idempotency-key']),
      })),
      lost: lostBy(tasks, ({ event }) => event.id),
      slots: TASK_SLOTS,
    };
    expect(taskLedger.acknowledged).toHaveLength(TASKS);
    expect(findBrokenPromises(taskLedger)).toEqual([]);

    const lost = [...mailLedger.lost.values(), ...taskLedger.lost.values()].reduce((sum, count) => sum + count, 0);
    expect(lost, 'the kill interrupted something').toBeGreaterThan(0);
    expectControlToFail(mailLedger);
    expectControlToFail(taskLedger);
  } finally {
    await server.stop();
    await Promise.all([smtp.stop(), calls.close()]);
    server.cleanUp();
  }
});

const addressOf = (n: number) => `reader-${n}@example.com`;

async function listenForMails(api: Api): Promise<void> {
  const template = await createTemplate(api, { subject: 'For {{@inputs.to}}', body: '<p>Hello</p>' });
  await createDispatcher(api, 'bulk_mail', [
    { type: 'mail', recipients: { to: ['{{content.to}}'] }, templateName: template.name },
  ]);
}

/** Three HTTP functions and one that runs here, each with an event type; all leave a trace at the ledger. */
async function listenForTasks(api: Api, ledgerUrl: string): Promise<string[]> {
  const local = await createFunction(
    api,
    `exports.handler = async (task, meta) => {
       const headers = { 'idempotency-key': meta.idempotencyKey };
       await fetch(task.data.event.content.ledger, { method: 'POST', headers, body: JSON.stringify(task) });
     };`,
  );
  const http = [];
  for (let i = 0; i < 3; i++) http.push((await createHttpFunction(api, ledgerUrl)).name);
  const types: string[] = [];
  for (const functionName of [local, ...http]) {
    const type = `bulk_task_${types.length}`;
    await createDispatcher(api, type, [{ type: 'task', functionName }]);
    types.push(type);
  }
  return types;
}

/** A check that cannot fail proves nothing: every kind of damage to a true ledger must be found. */
function expectControlToFail(ledger: CrashLedger): void {
  const [first, ...others] = ledger.effects;
  if (!first) throw new Error('the ledger is empty');
  const unharmed = others.filter((effect) => effect.key !== first.key);
  const damages: [string, Partial<CrashLedger>][] = [
    ['is lost', { stored: ledger.stored.slice(1) }],
    ['stored twice', { stored: [...ledger.stored, ...ledger.stored.slice(0, 1)] }],
    ['was never done', { effects: unharmed }],
    ['nobody asked for it', { effects: [...ledger.effects, { key: 'stranger', identity: 'x' }] }],
    ['without having been in flight', { effects: [...unharmed, first, first], lost: new Map() }],
    ['another identity', { effects: [...unharmed, first, { ...first, identity: 'x' }] }],
    ['can be in flight', { effects: Array(4).fill(ledger.effects).flat() }],
  ];
  for (const [finding, damage] of damages) {
    expect(findBrokenPromises({ ...ledger, ...damage }).join('\n'), finding).toContain(finding);
  }
}
