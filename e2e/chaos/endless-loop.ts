import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { type Api, signIn } from '../fixtures/api';
import { startDispatchers } from '../fixtures/dispatchers-server';
import { createFunction, createTask } from '../fixtures/factories';
import { randomFrom } from '../fixtures/rig/seed';
import { startBystanders } from './bystanders';
import { above, percentile, type Scenario } from './scenario';

const WATCHED_MS = 6_000;
/** From the task to its loop. */
const START_MS = 1_000;
const TIME_LIMIT_S = (START_MS + WATCHED_MS) / 1_000 + 1;
/** What others may wait for longer beside it, as a share. */
const MOST_LONGER = 0.2;

/** a function that runs here and loops until its time limit ends it does not delay the calls of others. */
export const loopEndlessly: Scenario = async ({ seed, quick }) => {
  const server = await startDispatchers({ env: { ALLOW_PRIVATE_TARGETS: '127.0.0.1' } });
  const api = await signIn(server);
  const bystanders = await startBystanders(server, api, randomFrom(seed));
  const p95 = async () => (await bystanders.during(() => delay(WATCHED_MS))).p95;
  try {
    const [quiet, beside]: [number[], number[]] = [[], []];
    for (let round = 0; round < (quick ? 3 : 5); round++) {
      quiet.push(await p95());
      await startLoop(api);
      beside.push(await p95());
      await delay(START_MS * 2);
    }
    const control = await besideRivals(p95);
    const [before, meanwhile] = [percentile(quiet, 0.5), percentile(beside, 0.5)];
    const violations = above([["others' p95, ms", meanwhile, before * (1 + MOST_LONGER)]]);
    if (control <= before * (1 + MOST_LONGER)) violations.push(`the control was not found: ${control} ms`);
    const figures = {
      "others' p95, median": `${before} ms, ${meanwhile} ms beside the loop (${quiet.join(' ')} | ${beside.join(' ')})`,
      'control, two loops that make no way': `${control} ms`,
    };
    return { figures, violations };
  } finally {
    await bystanders.stop();
    await server.kill();
    server.cleanUp();
  }
};

async function startLoop(api: Api): Promise<void> {
  const code = 'exports.handler = async () => { for (;;); };';
  await createTask(api, { functionName: await createFunction(api, code, { timeLimit: TIME_LIMIT_S }) });
  await delay(START_MS);
}

/** The same beside two processes that are nothing of the server's, and as important as it. */
async function besideRivals(p95: () => Promise<number>): Promise<number> {
  const rivals = [1, 2].map(() => spawn(process.execPath, ['-e', 'for (;;);']));
  try {
    return await p95();
  } finally {
    for (const rival of rivals) rival.kill('SIGKILL');
  }
}
