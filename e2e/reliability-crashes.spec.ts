import { expect, test } from '@playwright/test';
import { TASK_LANE_CAP } from '@/lib/delivery/slots';
import { sendEvent, signIn } from './fixtures/api';
import { freePort, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createHttpFunction, createLambdaFunction, createTemplate } from './fixtures/factories';
import { startHttpSink } from './fixtures/http-sink';
import { type CrashPlan, runCrashes } from './fixtures/rig/crash-run';
import { exportDatabase } from './fixtures/rig/export-database';
import { announceSeed } from './fixtures/rig/seed';

const PLAN: Omit<CrashPlan, 'seed'> = {
  kills: 10,
  rate: 500,
  connections: 32,
  atMost: 4_000,
  latestMs: 1_000,
  oneIn: 10,
  actions: 'http',
  patienceMs: 60_000,
};

test('R-01, R-04: ten kills under 500 events a second: no acknowledged event is lost, only what was in flight is repeated', async () => {
  test.setTimeout(300_000);
  const seed = announceSeed('R-01');
  const { violations, evidence, sender } = await runCrashes({ ...PLAN, seed });
  expect(violations, `SEED=${seed}`).toEqual([]);
  expect(evidence.sent.length, 'there was load').toBeGreaterThan(2_000);
  expect(evidence.sent.filter((event) => event.tries > 1).length, 'the kills came amid posts').toBeGreaterThan(100);
  expect([...sender.answers.keys()].filter((status) => ![200, 202, 503, 'none'].includes(status))).toEqual([]);
});

test('R-01 control: a server that answers before it commits loses events, and the same check finds them', async () => {
  test.setTimeout(240_000);
  const seed = announceSeed('R-01 control');
  const { violations } = await runCrashes({ ...PLAN, seed, kills: 2, fault: 'ack-before-commit' });
  expect(violations.filter((violation) => /^I1: .* is lost/.test(violation)).length, `SEED=${seed}`).toBeGreaterThan(0);
});

test('R-04 control: a server that notes success before it calls is found out when the call is refused', async () => {
  test.setTimeout(120_000);
  const plan = { ...PLAN, kills: 0, atMost: 20, oneIn: 1, patienceMs: 2_000, refuse: true };
  const { violations } = await runCrashes({ ...plan, seed: 1, fault: 'success-before-send' });
  expect(violations.filter((violation) => violation.startsWith('I4: '))).toHaveLength(20);
});

const CRASHES = 20;
/** Longer than a part of a name may be: it is not to be found, and nobody is even asked. */
const UNASKABLE_HOST = `${'x'.repeat(64)}.example`;

/** What begins again after crashes must neither all come at once nor more often than each start allows. */
function findRushes(attempts: readonly { startedAt: number }[], dueAt: readonly number[], starts: number): string[] {
  const found: string[] = [];
  // Each start may try what is due once; what has failed waits, and breakers keep the rest back.
  if (attempts.length > 30 * starts) found.push(`${attempts.length} attempts in ${starts} starts`);
  const times = new Set(dueAt).size;
  if (times < dueAt.length * 0.9) found.push(`${dueAt.length} wait for ${times} times`);
  return found;
}

test('R-39: with every target away and twenty crashes in a row it starts, takes events, and rushes at nobody', async () => {
  test.setTimeout(240_000);
  const port = await freePort();
  const nobody = `127.0.0.1:${port}`;
  const env = {
    SMTP_URL: `smtp://${nobody}`,
    MAIL_FROM: 'service@example.com',
    MAIL_RETRY_BASE_SECONDS: '30',
    BREAKER_OPEN_SECONDS: '1',
    ALLOW_PRIVATE_TARGETS: '127.0.0.1',
  };
  let server = await startDispatchers({ env });
  const api = await signIn(server);
  const template = await createTemplate(api, { subject: 'Hello', body: '<p>Hello</p>' });
  const functions = [
    (await createHttpFunction(api, `http://${nobody}`)).name,
    (await createHttpFunction(api, `https://${UNASKABLE_HOST}`)).name,
    await createLambdaFunction(api, `http://${nobody}`),
  ];
  await createDispatcher(api, 'stormy', [
    { type: 'mail', recipients: { to: ['reader@example.com'] }, templateName: template.name },
    ...functions.map((functionName) => ({ type: 'task', functionName })),
  ]);
  let taken = 0;
  for (let crash = 0; crash < CRASHES; crash++) {
    for (let n = 0; n < 5; n++) if ((await sendEvent(server, { type: 'stormy' })).status === 202) taken++;
    await server.kill();
    server = await startDispatchers(server.options);
  }
  await server.kill();
  const { works, runs, attempts } = exportDatabase(server.dataDir);
  expect(taken).toBe(5 * CRASHES);
  expect(runs).toHaveLength(20 * CRASHES);
  expect(runs.filter((run) => run.status === 'failed')).toEqual([]);
  const dueAt = works.flatMap(({ attempts: tried, dueAt, status }) =>
    tried > 0 && status === 'queued' && dueAt ? [dueAt] : [],
  );
  expect(dueAt.length).toBeGreaterThan(5);
  expect(findRushes(attempts, dueAt, CRASHES + 1)).toEqual([]);
  expect(
    findRushes(
      attempts,
      dueAt.map(() => 1),
      CRASHES + 1,
    ),
    'control: all at once',
  ).toHaveLength(1);
  expect(findRushes(Array(CRASHES).fill(attempts).flat(), dueAt, 1), 'control: too often').toHaveLength(1);

  // When the target is back, no more calls are under way than may be, and it all gets done.
  let open = 0;
  let most = 0;
  const sink = await startHttpSink({
    port,
    script: (_call, response) => {
      open++;
      most = Math.max(most, open);
      setTimeout(() => {
        open--;
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      }, 50);
    },
  });
  const next = await startDispatchers({ ...server.options, env: { ...env, SMTP_URL: '' } });
  await sink.waitFor(20);
  await next.kill();
  await sink.close();
  expect(most, 'of each of the two functions').toBeLessThanOrEqual(2 * TASK_LANE_CAP);
  server.cleanUp();
});
