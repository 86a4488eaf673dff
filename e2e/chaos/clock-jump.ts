import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import { signIn } from '../fixtures/api';
import { startDispatchers } from '../fixtures/dispatchers-server';
import { createDispatcher, createHttpFunction } from '../fixtures/factories';
import { startHttpSink } from '../fixtures/http-sink';
import { untilQuiescent } from '../fixtures/rig/quiescence';
import { randomFrom } from '../fixtures/rig/seed';
import { startSender } from '../fixtures/rig/sender';
import { createClock } from './clock';
import type { Scenario } from './scenario';

const HOUR_MS = 3_600_000;
const JUMPS = [
  HOUR_MS,
  -HOUR_MS,
  -HOUR_MS,
  24 * HOUR_MS,
  -23 * HOUR_MS,
  10 * 365 * 24 * HOUR_MS,
  -10 * 365 * 24 * HOUR_MS,
];

/** the clock jumps forward and back under load; all is done once, nothing is stuck, and old tokens do not come back. */
export const jumpClocks: Scenario = async ({ seed, quick }) => {
  const clock = createClock();
  const calls = await startHttpSink();
  const server = await startDispatchers({ env: { ...clock.env, ALLOW_PRIVATE_TARGETS: '127.0.0.1' } });
  const violations: string[] = [];
  try {
    const api = await signIn(server);
    const { name: functionName } = await createHttpFunction(api, calls.url);
    await createDispatcher(api, 'timed', [{ type: 'task', functionName }]);
    const load = { url: server.url, rate: 30, connections: 8, atMost: 1_000_000, random: randomFrom(seed) };
    const sender = startSender({ ...load, now: clock.now, event: (n) => ({ type: 'timed', content: { n } }) });
    let slowest = 0;
    for (const jump of JUMPS) {
      await clock.jump(jump);
      const before = calls.requests.length;
      const jumpedAt = performance.now();
      while (calls.requests.length < before + 20 && performance.now() - jumpedAt < 20_000) await delay(20);
      slowest = Math.max(slowest, Math.round(performance.now() - jumpedAt));
      if (calls.requests.length < before + 20) violations.push(`after a jump of ${jump} ms work was stuck for 20 s`);
      if (jump === HOUR_MS * 24) {
        const { status } = await api.call('GET', '/api/v1/me');
        if (status !== 401) violations.push(`a token that had run out was answered ${status}`);
      }
      // The server looks at its clocks once a second.
      await delay(quick ? 1_500 : 3_000);
    }
    await sender.stop();
    await untilQuiescent(server.dataDir, 60_000);
    const told = countClockEvents(server.dataDir);
    if (told !== JUMPS.length) violations.push(`${told} events tell of ${JUMPS.length} jumps`);
    const keys = new Set(calls.requests.map(({ headers }) => headers['idempotency-key']));
    const repeated = calls.requests.length - keys.size;
    if (keys.size !== sender.sent.length) violations.push(`${sender.sent.length} events, ${keys.size} effects`);
    if (repeated > 0) violations.push(`${repeated} effects were repeated`);
    const figures = {
      jumps: JUMPS.length,
      events: sender.sent.length,
      effects: keys.size,
      repeated,
      'events that tell of a jump': told,
      '20 effects after a jump, slowest': `${slowest} ms`,
    };
    return { figures, violations };
  } finally {
    await server.kill();
    await calls.close();
    server.cleanUp();
  }
};

function countClockEvents(dataDir: string): number {
  const sqlite = new SqliteDatabase(path.join(dataDir, 'dispatchers.db'), { readonly: true });
  try {
    return Number(sqlite.prepare("SELECT count(*) FROM events WHERE type = 'clock_set'").pluck().get());
  } finally {
    sqlite.close();
  }
}
