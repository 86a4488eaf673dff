import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import { sendEvent, signIn } from '../fixtures/api';
import { type DispatchersServer, startDispatchers } from '../fixtures/dispatchers-server';
import { createDispatcher, createHttpFunction, createTemplate } from '../fixtures/factories';
import { type HttpSink, startHttpSink } from '../fixtures/http-sink';
import { untilQuiescent } from '../fixtures/rig/quiescence';
import { randomFrom } from '../fixtures/rig/seed';
import { startSender } from '../fixtures/rig/sender';
import { startSmtpSink } from '../fixtures/smtp-sink';
import { createClock } from './clock';
import { percentile, type Scenario } from './scenario';

const HOUR_S = 3_600;
const SPEED = 60;
/** Ten results open the breaker at the latest, with what was under way then; afterwards one probe in 30 s at most. */
const MOST_ATTEMPTS = 10 + 10 + HOUR_S / 30;

/** an hour without a mail server while mails come in; the hour passes sixty times as fast. */
export const takeSmtpDown: Scenario = async ({ seed, quick }) => {
  const mails = quick ? 500 : 10_000;
  const clock = createClock();
  const smtp = await startSmtpSink();
  const calls = await startHttpSink();
  const env = {
    ...clock.env,
    SMTP_URL: smtp.url,
    MAIL_FROM: 'service@example.com',
    MAIL_RETRY_BASE_SECONDS: '30',
    ALLOW_PRIVATE_TARGETS: '127.0.0.1',
  };
  const server = await startDispatchers({ env });
  const violations: string[] = [];
  try {
    const api = await signIn(server);
    const template = await createTemplate(api, { subject: 'Hello', body: '<p>Hello</p>' });
    const recipients = { to: ['{{content.to}}'] };
    await createDispatcher(api, 'mailed', [{ type: 'mail', recipients, templateName: template.name }]);
    const { name: functionName } = await createHttpFunction(api, calls.url);
    await createDispatcher(api, 'called', [{ type: 'task', functionName }]);
    const idle = await timeOtherLane(server, calls, 50);

    await smtp.script({ down: true });
    const load = { url: server.url, rate: 400, connections: 16, atMost: mails, random: randomFrom(seed) };
    const event = (n: number) => ({ type: 'mailed', content: { to: `reader-${n}@example.com` } });
    const sender = startSender({ ...load, event, now: clock.now });
    await sender.allSent();
    await sender.stop();
    const busy = await timeOtherLane(server, calls, 50);
    const startedAt = clock.now();
    await clock.run(SPEED);
    while (clock.now() - startedAt < HOUR_S * 1_000) await delay(200);
    const attempts = countAttempts(server.dataDir);
    await clock.run(1);
    await smtp.script({});
    const upAt = performance.now();
    await clock.jump(15 * 60_000);
    await untilQuiescent(server.dataDir, 300_000);
    const drainS = (performance.now() - upAt) / 1_000;

    const arrived = smtp.ledger().flatMap((entry) => (entry.kind === 'message' ? entry.to : []));
    const failed = countFailed(server.dataDir);
    if (attempts > MOST_ATTEMPTS)
      violations.push(`${attempts} attempts in the hour, at most ${MOST_ATTEMPTS} expected`);
    if (failed > 0) violations.push(`${failed} mails failed`);
    if (new Set(arrived).size !== mails)
      violations.push(`${new Set(arrived).size} of ${mails} recipients have their mail`);
    if (arrived.length !== mails) violations.push(`${arrived.length} mails arrived for ${mails} recipients`);
    if (busy > idle * 1.2 + 50) violations.push(`the other lane took ${busy} ms instead of ${idle} ms`);
    const figures = {
      mails,
      'attempts while it was down': attempts,
      failed,
      arrived: arrived.length,
      'drained after': `${drainS.toFixed(1)} s, ${Math.round(mails / drainS)} mails/s`,
      'other lane, p95 before': `${idle} ms`,
      'other lane, p95 while down': `${busy} ms`,
    };
    return { figures, violations };
  } finally {
    await server.kill();
    await Promise.all([smtp.stop(), calls.close()]);
    server.cleanUp();
  }
};

/** From the answer to the call that follows, for events of a type that has nothing to do with mail; p95 in ms. */
async function timeOtherLane(server: DispatchersServer, calls: HttpSink, times: number): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < times; n++) {
    const arrival = calls.waitFor(calls.requests.length + 1);
    const sentAt = performance.now();
    await sendEvent(server, { type: 'called' });
    await arrival;
    took.push(performance.now() - sentAt);
  }
  return percentile(took, 0.95);
}

function ask(dataDir: string, query: string): number {
  const sqlite = new SqliteDatabase(path.join(dataDir, 'dispatchers.db'), { readonly: true });
  try {
    return Number(sqlite.prepare(query).pluck().get());
  } finally {
    sqlite.close();
  }
}

const countAttempts = (dataDir: string) => ask(dataDir, 'SELECT count(*) FROM attempts WHERE mail_id IS NOT NULL');
const countFailed = (dataDir: string) =>
  ask(dataDir, "SELECT count(*) FROM mails WHERE status IN ('failed', 'partial', 'canceled')");
