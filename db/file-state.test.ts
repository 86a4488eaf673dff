import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertWhole, noteClosed, noteOpen } from './file-state';
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
