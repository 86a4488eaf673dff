import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import { signIn } from '../fixtures/api';
import { type DispatchersServer, startDispatchers } from '../fixtures/dispatchers-server';
import { createDispatcher, createHttpFunction } from '../fixtures/factories';
import { startHttpSink } from '../fixtures/http-sink';
import { untilQuiescent } from '../fixtures/rig/quiescence';
import { randomFrom } from '../fixtures/rig/seed';
import { startSender } from '../fixtures/rig/sender';
import type { Scenario } from './scenario';

interface Backup {
  file: string;
  /** Keys of the events that were acknowledged before it began. */
  before: string[];
}

async function command(script: string, dataDir: string, ...parameters: string[]): Promise<void> {
  const child = spawn(process.execPath, [path.join('db', script), ...parameters], {
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${script} ended with ${code}`);
}

/** backups one after the other under load; each is whole, and a restored one does nothing twice. */
export const backUpUnderLoad: Scenario = async ({ seed, quick }) => {
  const calls = await startHttpSink();
  const env = { ALLOW_PRIVATE_TARGETS: '127.0.0.1' };
  const server = await startDispatchers({ env });
  const folder = mkdtempSync(path.join(tmpdir(), 'chaos-backups-'));
  const violations: string[] = [];
  try {
    const api = await signIn(server);
    const { name: functionName } = await createHttpFunction(api, calls.url);
    await createDispatcher(api, 'backed_up', [{ type: 'task', functionName }]);
    const load = { url: server.url, rate: 200, connections: 32, atMost: 1_000_000, random: randomFrom(seed) };
    const event = (n: number) => ({ type: n % 10 === 0 ? 'backed_up' : 'heard_by_nobody', content: { n } });
    const sender = startSender({ ...load, event });
    const backups: Backup[] = [];
    for (let n = 0; n < (quick ? 2 : 6); n++) {
      await delay(quick ? 2_000 : 10_000);
      const before = sender.sent.filter(({ status }) => status !== undefined).map(({ key }) => key);
      const file = path.join(folder, `backup-${n}.db`);
      await command('backup.mjs', server.dataDir, file);
      backups.push({ file, before });
    }
    await sender.stop();
    await untilQuiescent(server.dataDir, 120_000);
    await server.stop();
    for (const backup of backups) violations.push(...findMissing(backup));
    const repeated = await restore(backups.at(-1) as Backup, server, env, () => calls.requests.length);
    violations.push(...repeated.violations);
    const figures = {
      backups: backups.length,
      'events sent': sender.sent.length,
      'in the last backup, at least': backups.at(-1)?.before.length ?? 0,
      'calls under way at the backup': repeated.pending,
      'calls after the restore': repeated.calls,
    };
    return { figures, violations };
  } finally {
    await server.kill();
    await calls.close();
    server.cleanUp();
    rmSync(folder, { recursive: true });
  }
};

function findMissing({ file, before }: Backup): string[] {
  const sqlite = new SqliteDatabase(file, { readonly: true });
  try {
    const integrity = String(sqlite.pragma('integrity_check', { simple: true }));
    const stored = new Set(sqlite.prepare('SELECT external_id FROM events').pluck().all());
    const missing = before.filter((key) => !stored.has(key)).length;
    return [
      ...(integrity === 'ok' ? [] : [`${file}: ${integrity}`]),
      ...(missing > 0 ? [`${file} lacks ${missing} events that were acknowledged before`] : []),
    ];
  } finally {
    sqlite.close();
  }
}

/** Only what had not succeeded at the time of the backup may be done after a restore. */
async function restore(
  backup: Backup,
  { options, dataDir }: DispatchersServer,
  env: Record<string, string>,
  callCount: () => number,
) {
  const sqlite = new SqliteDatabase(backup.file, { readonly: true });
  const left = "SELECT count(*) FROM runs WHERE status IN ('pending', 'running')";
  const pending = Number(sqlite.prepare(left).pluck().get());
  sqlite.close();
  const before = callCount();
  await command('restore.mjs', dataDir, backup.file, '--replace');
  const server = await startDispatchers({ ...options, env });
  await untilQuiescent(dataDir, 120_000);
  await server.kill();
  const calls = callCount() - before;
  return {
    pending,
    calls,
    violations: calls > pending ? [`${calls} calls after the restore, ${pending} were left to do`] : [],
  };
}
