import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  closeDatabase,
  database,
  isStorageUnavailable,
  isUniqueViolation,
  openDatabase,
  prepared,
  rawDatabase,
  tryPart,
  writeTransaction,
} from './client';
import { isDatabaseWritable } from './health';
import { sources } from './schema/sources';
import { insertSource, listSources } from './sources';
import { MIGRATIONS, NOW, openPrivateDatabase, type PrivateDatabase } from './testing';
import { bundleSource, type SourceProcess } from './testing-process';

const SECRET = { secretCiphertext: 'x', secretLastFour: 'abcd' };
const row = (name: string) => ({ id: name, name, ...SECRET, creationTimestamp: NOW, updateTimestamp: NOW });
const fail = (error: unknown) => {
  throw error;
};
const insert = (name: string) => database().insert(sources).values(row(name)).run();

describe('an open database', () => {
  let db: PrivateDatabase;
  beforeEach(async () => {
    db = await openPrivateDatabase();
  });
  afterEach(() => db.close());

  it('R-02: promises durability: write-ahead log, synced commits, foreign keys', () => {
    const pragma = (name: string) => rawDatabase().pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('auto_vacuum')).toBe(2);
    expect(pragma('trusted_schema')).toBe(0);
  });

  it('is kept where only its owner can read', () => {
    expect(statSync(db.dataDir).mode & 0o077).toBe(0);
  });

  it('is opened once in a process', async () => {
    await expect(openDatabase(db.dataDir, MIGRATIONS)).rejects.toThrow('open already');
  });

  it('writes all of a transaction or nothing of it', async () => {
    const half = () =>
      writeTransaction(() => {
        insert('one');
        throw new Error('half-way');
      });
    expect(half).toThrow('half-way');
    expect(await database().$count(sources)).toBe(0);
  });

  it('refuses a write transaction inside another, and the outer one goes on', async () => {
    writeTransaction(() => {
      expect(() => writeTransaction(() => undefined)).toThrow('open already');
      insert('outer');
    });
    expect(await database().$count(sources)).toBe(1);
  });

  it('undoes a part of a transaction that fails, and keeps the rest', async () => {
    const failures: unknown[] = [];
    const outcome = writeTransaction(() => {
      insert('before');
      const part = tryPart(
        () => {
          insert('part');
          throw new Error('no');
        },
        (error) => failures.push(error),
      );
      const other = tryPart(() => insert('other part').changes, fail);
      insert('after');
      return [part, other];
    });
    expect(outcome).toEqual([undefined, 1]);
    expect(failures).toEqual([new Error('no')]);
    expect((await listSources()).map(({ name }) => name).sort()).toEqual(['after', 'before', 'other part']);
  });

  it('lets nothing go on outside of a transaction that a part of it has ended', async () => {
    const act = () =>
      writeTransaction(() => {
        insert('before');
        tryPart(() => rawDatabase().exec('ROLLBACK; SELECT * FROM nowhere'), fail);
        insert('after');
      });
    expect(act).toThrow('nowhere');
    expect(await listSources()).toEqual([]);
  });

  it('R-13: begins a write transaction as a writer, so that no reader is upgraded', () => {
    const other = new SqliteDatabase(db.file, { timeout: 0 });
    try {
      writeTransaction(() => {
        expect(() => other.exec('BEGIN IMMEDIATE')).toThrow('database is locked');
      });
      other.exec('BEGIN IMMEDIATE; ROLLBACK');
    } finally {
      other.close();
    }
  });

  it('keeps what was committed over a restart, and prepares its statements anew', async () => {
    const count = () =>
      prepared('test.count', ({ $client }) => $client.prepare('SELECT count(*) FROM sources').pluck());
    await insertSource({ name: 'kept', ...SECRET }, NOW);
    expect(count().get()).toBe(1);
    expect(count()).toBe(count());
    await db.reopen();
    expect(count().get()).toBe(1);
    expect((await listSources()).map((source) => source.name)).toEqual(['kept']);
  });

  it('leaves no log behind when it is closed', async () => {
    await insertSource({ name: 'checkpointed', ...SECRET }, NOW);
    closeDatabase();
    expect(existsSync(`${db.file}-wal`)).toBe(false);
    await openDatabase(db.dataDir, MIGRATIONS);
  });

  it('tells a name that is taken from a disk that is full', async () => {
    await insertSource({ name: 'taken', ...SECRET }, NOW);
    const again = await insertSource({ name: 'taken', ...SECRET }, NOW).catch((error: unknown) => error);
    expect([isUniqueViolation(again), isStorageUnavailable(again)]).toEqual([true, false]);
    rawDatabase().pragma('max_page_count = 1');
    const full = await insertSource({ name: 'x'.repeat(100_000), ...SECRET }, NOW).catch((error: unknown) => error);
    expect([isUniqueViolation(full), isStorageUnavailable(full)]).toEqual([false, true]);
  });

  it('knows whether it can be written now', () => {
    expect(isDatabaseWritable()).toBe(true);
    rawDatabase().pragma('query_only = ON');
    expect(isDatabaseWritable()).toBe(false);
    rawDatabase().pragma('query_only = OFF');
    expect(isDatabaseWritable()).toBe(true);
  });
});

/** Files that this process has open; one that is closed meanwhile is not one of them. */
function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return [];
    }
  });
}

describe('a database that cannot be opened', () => {
  it('is let go of altogether, so that the next start finds it free', async () => {
    const db = await openPrivateDatabase();
    expect(openFiles()).toContain(db.file);
    try {
      rawDatabase().exec("INSERT INTO schema_version VALUES (9999, 'of a newer release', 0)");
      await expect(db.reopen()).rejects.toThrow('start the newer release instead');
      expect(openFiles().filter((one) => one.startsWith(db.dataDir))).toEqual([]);
      const repaired = new SqliteDatabase(db.file);
      repaired.exec('DELETE FROM schema_version WHERE version = 9999');
      repaired.close();
      await openDatabase(db.dataDir, MIGRATIONS);
    } finally {
      db.close();
    }
  });
});

describe('R-14: two processes on one data directory', () => {
  const HOLDER = `
    import { openDatabase } from '@/db/client';
    openDatabase(process.argv[2], process.argv[3]).then(
      () => process.send('open'),
      (error) => { process.send(error.name + ': ' + error.message); process.disconnect(); },
    );
    setInterval(() => undefined, 1_000_000).unref();
    process.on('message', () => undefined);
  `;
  let directory: string;
  let start: (args: string[]) => SourceProcess;
  const running: SourceProcess[] = [];
  const open = () => {
    const started = start([path.join(directory, 'data'), MIGRATIONS]);
    running.push(started);
    return started;
  };

  beforeAll(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'dispatchers-lock-'));
    start = await bundleSource(HOLDER, directory);
  });
  afterAll(async () => {
    await Promise.all(running.map((one) => one.kill('SIGKILL')));
    rmSync(directory, { recursive: true, force: true });
  });

  it('the second is refused within 2 s and told who holds it; when the holder is killed, the next takes it at once', async () => {
    const holder = open();
    expect(await holder.message()).toBe('open');
    const before = performance.now();
    const second = await open().message();
    expect(performance.now() - before).toBeLessThan(2_000);
    expect(second).toMatch(/^LockHeldError: /);
    expect(second).toContain(`process ${holder.child.pid} on `);
    expect(second).toContain('stop it first, or choose another DATA_DIR');
    await holder.kill('SIGKILL');
    expect(await open().message()).toBe('open');
  });

  it('control: without the lock that is held, both would work on it', async () => {
    await Promise.all(running.map((one) => one.kill('SIGKILL')));
    expect(await open().message()).toBe('open');
    rmSync(path.join(directory, 'data', 'engine.lock'));
    expect(await open().message()).toBe('open');
  });
});
