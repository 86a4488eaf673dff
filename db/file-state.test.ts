import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertWhole, noteClosed, noteOpen, noteStarting, writeAPage } from './file-state';
import { bundleSource } from './testing-process';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'file-state-'));
  file = path.join(folder, 'test.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('R-16: a start', () => {
  it('is nothing special where there was no database', () => expect(() => assertWhole(file)).not.toThrow());

  it('is refused when the database is gone', () => {
    noteOpen(file);
    noteClosed(file);
    expect(() => assertWhole(file)).toThrow(`${file} is gone`);
  });

  it('is refused when the log of a database that was not closed is gone', () => {
    writeFileSync(file, '');
    writeFileSync(`${file}-wal`, '');
    noteOpen(file);
    expect(() => assertWhole(file)).not.toThrow();
    rmSync(`${file}-wal`);
    expect(() => assertWhole(file)).toThrow(`${file}-wal is gone`);
  });

  it('is refused when the log is of another database, or damaged, but not when its own has begun anew since', () => {
    const open = (name: string) => {
      const sqlite = new SqliteDatabase(path.join(folder, name));
      sqlite.pragma('journal_mode = WAL');
      sqlite.exec('CREATE TABLE t (n); INSERT INTO t VALUES (1)');
      return sqlite;
    };
    const ours = open('test.db');
    noteOpen(file);
    ours.pragma('wal_checkpoint(RESTART)');
    ours.exec('INSERT INTO t VALUES (2)');
    const kept = readFileSync(`${file}-wal`);
    expect(() => assertWhole(file)).not.toThrow();
    noteClosed(file);
    ours.close();
    const other = open('other.db');
    const damaged = Buffer.concat([Buffer.alloc(4), kept.subarray(4)]);
    for (const log of [readFileSync(path.join(folder, 'other.db-wal')), damaged]) {
      writeFileSync(`${file}-wal`, log);
      expect(() => assertWhole(file)).toThrow(`${file}-wal is damaged or belongs to another database`);
    }
    other.close();
    writeFileSync(`${file}-wal`, kept);
    expect(() => assertWhole(file)).not.toThrow();
  });

  it('takes a log that a start which did not come to its end has begun', () => {
    const begin = () => {
      const sqlite = new SqliteDatabase(file);
      sqlite.pragma('journal_mode = WAL');
      writeAPage(sqlite);
      return sqlite;
    };
    const first = begin();
    noteOpen(file);
    noteClosed(file);
    first.close();
    noteStarting(file);
    const second = begin();
    expect(() => assertWhole(file)).not.toThrow();
    second.close();
  });

  it('needs no log after an orderly end', () => {
    writeFileSync(file, '');
    noteOpen(file);
    noteClosed(file);
    expect(() => assertWhole(file)).not.toThrow();
  });

  it('finds all in order after a process that ended hastily by itself', async () => {
    const start = await bundleSource(
      `import SqliteDatabase from 'better-sqlite3';
       import { noteOpen } from '@/db/file-state';
       const [file] = process.argv.slice(2);
       const sqlite = new SqliteDatabase(file);
       sqlite.pragma('journal_mode = WAL');
       sqlite.exec('CREATE TABLE t (n)');
       noteOpen(file);
       process.exit(1);`,
      folder,
    );
    const { child } = start([file]);
    await new Promise((resolve) => child.once('exit', resolve));
    expect(child.exitCode).toBe(1);
    expect(() => assertWhole(file)).not.toThrow();
  });
});
