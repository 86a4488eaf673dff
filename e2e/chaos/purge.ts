import { statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import { startDispatchers } from '../fixtures/dispatchers-server';
import { randomFrom } from '../fixtures/rig/seed';
import { startSender } from '../fixtures/rig/sender';
import { fillDatabase, insertEvents } from './fill';
import { percentile, type Scenario } from './scenario';

const WARM_UP_MS = 2_000;

/** old events are removed while new ones come in; what somebody must still act on stays. */
export const purgeUnderLoad: Scenario = async ({ seed, quick, full }) => {
  const rows = quick ? 80_000 : full ? 1_000_000 : 200_000;
  const kept = 100;
  const first = await startDispatchers();
  await first.stop();
  fillDatabase(first.dataDir, [
    insertEvents(rows, 0, 'old', 0),
    insertEvents(kept, 100_000_000, 'old_failed', 1),
    "INSERT INTO dispatcher_revisions VALUES ('v', 'd', '{}', 1)",
    `INSERT INTO runs (id, event_id, lane, dispatcher_id, revision_id, action_id, action_type, status, creation_timestamp, update_timestamp)
     SELECT printf('%024x', 200000000 + rowid), id, type, 'd', 'v', 'a', 'task', 'failed', 1, 1 FROM events WHERE type = 'old_failed'`,
  ]);
  const file = path.join(first.dataDir, 'dispatchers.db');
  const sizeBefore = statSync(file).size;
  const count = (type: string) => {
    const sqlite = new SqliteDatabase(file, { readonly: true });
    const found = Number(sqlite.prepare('SELECT count(*) FROM events WHERE type = ?').pluck().get(type));
    sqlite.close();
    return found;
  };
  const measure = async (days: string, done: () => boolean, longestMs: number) => {
    const server = await startDispatchers({ ...first.options, env: { RETENTION_DAYS: days } });
    const load = { url: server.url, rate: 100, connections: 16, atMost: 1_000_000, random: randomFrom(seed) };
    const sender = startSender({ ...load, prefix: days, event: (n) => ({ type: 'new', content: { n } }) });
    // What a process does once, when it is asked for the first time, is not measured.
    await delay(WARM_UP_MS);
    sender.latencies.length = 0;
    const startedAt = performance.now();
    while (!done() && performance.now() - startedAt < longestMs) await delay(500);
    const tookMs = performance.now() - startedAt;
    await sender.stop();
    await server.stop();
    return {
      p99: percentile(sender.latencies, 0.99),
      measured: sender.latencies.length,
      tookMs,
      sent: sender.sent.length,
    };
  };
  try {
    const base = await measure('36500', () => false, quick ? 3_000 : 15_000);
    const purge = await measure('30', () => count('old') === 0, 600_000);
    const violations: string[] = [];
    if (count('old') > 0) violations.push(`${count('old')} old events were not removed`);
    if (count('old_failed') !== kept) violations.push(`${count('old_failed')} of ${kept} failed ones are left`);
    if (count('new') !== base.sent + purge.sent) violations.push('a new event is missing');
    if (purge.measured < 100) violations.push(`only ${purge.measured} posts were measured: all was removed before`);
    if (purge.p99 > Math.max(base.p99 * 1.2, base.p99 + 25))
      violations.push(`intake p99 rose from ${base.p99} to ${purge.p99} ms`);
    const grown = statSync(file).size - sizeBefore;
    if (grown > sizeBefore * 0.2 + 20_000_000) violations.push(`the file grew by ${grown} bytes`);
    const figures = {
      removed: rows,
      'removal took': `${((WARM_UP_MS + purge.tookMs) / 1_000).toFixed(1)} s`,
      'intake p99 before': `${base.p99} ms`,
      'intake p99 meanwhile': `${purge.p99} ms`,
      'file before': `${Math.round(sizeBefore / 1e6)} MB`,
      'file after': `${Math.round(statSync(file).size / 1e6)} MB`,
    };
    return { figures, violations };
  } finally {
    first.cleanUp();
  }
};
