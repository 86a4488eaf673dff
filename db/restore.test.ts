import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { matchedEvent, openPrivateDatabase, type PrivateDatabase, storeEvent } from './testing';

let db: PrivateDatabase;
let elsewhere: string;
beforeEach(async () => {
  db = await openPrivateDatabase();
  elsewhere = mkdtempSync(path.join(tmpdir(), 'dispatchers-restore-'));
});
afterEach(() => {
  db.close();
  rmSync(elsewhere, { recursive: true, force: true });
});

function run(script: string, dataDir: string, ...args: string[]) {
  const env = { PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV, DATA_DIR: dataDir };
  const { status, stderr } = spawnSync(process.execPath, [path.join('db', script), ...args], { env, encoding: 'utf8' });
  return { status, stderr };
}

const restored = () => path.join(elsewhere, 'data', 'dispatchers.db');

describe('R-35 a restore', () => {
  it('R-35 brings back every event that was committed before the backup of a running database', async () => {
    const ids = [];
    for (let n = 0; n < 50; n++) ids.push(await storeEvent(matchedEvent([], { content: { n } })));
    const file = path.join(elsewhere, 'backup.db');
    expect(run('backup.mjs', db.dataDir, file)).toEqual({ status: 0, stderr: '' });
    await storeEvent(matchedEvent());
    expect(run('restore.mjs', path.join(elsewhere, 'data'), file)).toEqual({ status: 0, stderr: '' });
    const copy = new SqliteDatabase(restored(), { readonly: true });
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(copy.prepare('SELECT id FROM events ORDER BY id').pluck().all()).toEqual(ids);
    copy.close();
  });

  it('R-35 refuses the main file alone of a database in use: its newest commits are in the file beside it', async () => {
    await storeEvent(matchedEvent());
    const file = path.join(elsewhere, 'copied.db');
    copyFileSync(db.file, file);
    const { status, stderr } = run('restore.mjs', path.join(elsewhere, 'data'), file);
    expect(status).toBe(1);
    expect(stderr).toContain('npm run backup');
    expect(existsSync(restored())).toBe(false);
  });
});
