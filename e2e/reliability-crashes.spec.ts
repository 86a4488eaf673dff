import { expect, test } from '@playwright/test';
import { type CrashPlan, runCrashes } from './fixtures/rig/crash-run';
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
