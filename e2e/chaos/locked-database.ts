import { setTimeout as delay } from 'node:timers/promises';
import { signIn } from '../fixtures/api';
import { startDispatchers } from '../fixtures/dispatchers-server';
import { holdDatabase } from '../fixtures/rig/hold-database';
import { randomFrom } from '../fixtures/rig/seed';
import { startSender } from '../fixtures/rig/sender';
import { above, percentile, type Scenario } from './scenario';

const MAX_STALL_MS = 250;

/** another program holds the database under load: events are refused or wait, none is lost, and the server answers. */
export const holdDatabaseForLong: Scenario = async ({ seed, quick }) => {
  const heldMs = quick ? 15_000 : 60_000;
  const server = await startDispatchers();
  try {
    const api = await signIn(server);
    const load = { url: server.url, rate: 50, connections: 16, atMost: 1_000_000, random: randomFrom(seed) };
    const sender = startSender({ ...load, event: (n) => ({ type: 'locked_out', content: { n } }) });
    await delay(500);
    const waits = await holdDatabase(server, heldMs);
    const freedAt = performance.now();
    await sender.stop();
    const caughtUp = Math.round(performance.now() - freedAt);
    const { body } = await api.call<{ page: { total: number } }>('GET', '/events/v1/?eq(type,locked_out)&limit(1)');
    const longest = percentile(waits, 1);
    const violations = above([['longest wait for /health, ms', longest, MAX_STALL_MS]]);
    if (body.page.total !== sender.sent.length)
      violations.push(`${sender.sent.length} events, ${body.page.total} stored`);
    if (!sender.answers.has(503)) violations.push('nobody was told to come back');
    const figures = {
      'held for': `${heldMs / 1_000} s`,
      events: sender.sent.length,
      stored: body.page.total,
      'refused with 503': sender.answers.get(503) ?? 0,
      'wait for /health, p99': `${percentile(waits, 0.99)} ms`,
      'wait for /health, longest': `${longest} ms`,
      'all taken after': `${caughtUp} ms`,
    };
    return { figures, violations };
  } finally {
    await server.kill();
    server.cleanUp();
  }
};
