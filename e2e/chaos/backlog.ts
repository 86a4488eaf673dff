import { setTimeout as delay } from 'node:timers/promises';
import { type Api, signIn } from '../fixtures/api';
import { startDispatchers } from '../fixtures/dispatchers-server';
import { createHttpFunction } from '../fixtures/factories';
import { startHttpSink } from '../fixtures/http-sink';
import { randomFrom } from '../fixtures/rig/seed';
import { startSender } from '../fixtures/rig/sender';
import { fillDatabase, numbers } from './fill';
import { residentMegabytes } from './process-memory';
import { above, percentile, type Scenario } from './scenario';

const PAGES = ['/api/v1/tasks?limit(50)', '/api/v1/overview', '/tasks/v1/?limit(20)', '/api/v1/events?limit(50)'];

/** a large backlog of which nearly all is of one function; what is new is taken and done all the same. */
export const drainBacklog: Scenario = async ({ seed, quick, full }) => {
  const rows = quick ? 20_000 : full ? 1_000_000 : 200_000;
  const calls = await startHttpSink();
  const env = { ALLOW_PRIVATE_TARGETS: '127.0.0.1' };
  const first = await startDispatchers({ env });
  try {
    const api = await signIn(first);
    const noisy = (await createHttpFunction(api, calls.url)).name;
    const others = await Promise.all(
      Array.from({ length: 5 }, async () => (await createHttpFunction(api, calls.url)).name),
    );
    await first.stop();
    fillDatabase(first.dataDir, [
      insertTasks(rows * 0.995, 0, noisy),
      ...others.map((name, i) => insertTasks(rows * 0.001, (i + 1) * 10_000_000, name)),
    ]);

    const startedAt = performance.now();
    const server = await startDispatchers(first.options);
    const readyMs = Math.round(performance.now() - startedAt);
    const load = { url: server.url, rate: 100, connections: 16, atMost: 1_000_000, random: randomFrom(seed) };
    const sender = startSender({ ...load, event: (n) => ({ type: 'meanwhile', content: { n } }) });
    // What a process does once, when it is asked for the first time, is not measured.
    await delay(2_000);
    sender.latencies.length = 0;
    const drainedBefore = calls.requests.length;
    const drainSeconds = quick ? 5 : 20;
    await delay(drainSeconds * 1_000);
    const drained = Math.round((calls.requests.length - drainedBefore) / drainSeconds);
    await sender.stop();
    const slowestPage = await timePages(await signIn(server));
    const memory = residentMegabytes(server.process.pid);
    await server.kill();
    const intake = percentile(sender.latencies, 0.99);
    const figures = {
      backlog: rows,
      ready: `${readyMs} ms`,
      'intake, p99': `${intake} ms`,
      'slowest page of the console': `${slowestPage} ms`,
      'drained a second': drained,
      memory: `${memory} MB`,
    };
    const violations = above([
      ['ready after, ms', readyMs, 5_000],
      ['intake p99, ms', intake, 50],
      ['slowest page, ms', slowestPage, 500],
      ['memory, MB', memory, 400],
    ]);
    return { figures, violations };
  } finally {
    await first.kill();
    await calls.close();
    first.cleanUp();
  }
};

function insertTasks(count: number, from: number, functionName: string): string {
  return `INSERT INTO tasks (id, status, status_changed_timestamp, function_name, data, start_timestamp, tags, priority,
      retry_for_task_ids, attempts, idempotency_key, depth, creation_timestamp, update_timestamp)
    ${numbers(Math.floor(count))}
    SELECT printf('%024x', n + ${from}), 'new', 1, '${functionName}', '{}', 1, '[]', 0, '[]', 0, printf('%024x', n + ${from}), 0, 1, 1
    FROM numbers`;
}

async function timePages(api: Api): Promise<number> {
  let slowest = 0;
  for (const page of PAGES) {
    const askedAt = performance.now();
    const { status } = await api.call('GET', page);
    if (status !== 200) throw new Error(`${page} was answered ${status}`);
    slowest = Math.max(slowest, performance.now() - askedAt);
  }
  return Math.round(slowest);
}
