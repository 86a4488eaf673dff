import { expect, test } from '@playwright/test';
import { sendEvent, signIn } from './fixtures/api';
import { freePort, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createHttpFunction, createTemplate } from './fixtures/factories';
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

test('R-39: with every target away and the server dying again and again it starts, takes events, and rushes at nobody', async () => {
  test.setTimeout(120_000);
  const nobody = `127.0.0.1:${await freePort()}`;
  const env = {
    SMTP_URL: `smtp://${nobody}`,
    MAIL_FROM: 'service@example.com',
    MAIL_RETRY_BASE_SECONDS: '30',
    ALLOW_PRIVATE_TARGETS: '127.0.0.1',
  };
  let server = await startDispatchers({ env });
  const api = await signIn(server);
  const template = await createTemplate(api, { subject: 'Hello', body: '<p>Hello</p>' });
  const { name: functionName } = await createHttpFunction(api, `http://${nobody}`);
  await createDispatcher(api, 'stormy', [
    { type: 'mail', recipients: { to: ['reader@example.com'] }, templateName: template.name },
    { type: 'task', functionName },
  ]);
  let taken = 0;
  for (let crash = 0; crash < 5; crash++) {
    for (let n = 0; n < 10; n++) if ((await sendEvent(server, { type: 'stormy' })).status === 202) taken++;
    await server.kill();
    server = await startDispatchers(server.options);
  }
  await server.kill();
  const { works, runs, attempts } = exportDatabase(server.dataDir);
  expect(taken).toBe(50);
  expect(runs).toHaveLength(100);
  expect(runs.filter((run) => run.status === 'failed')).toEqual([]);
  // Each start may try what is due once; what has failed waits, each for another time, and breakers keep the rest back.
  expect(attempts.length).toBeLessThan(150);
  const waits = works.flatMap(({ attempts: tried, dueAt, status }) =>
    tried > 0 && status === 'queued' && dueAt ? [dueAt] : [],
  );
  expect(new Set(waits).size).toBeGreaterThanOrEqual(Math.min(5, waits.length));
  server.cleanUp();
});
