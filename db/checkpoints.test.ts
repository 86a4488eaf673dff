import { copyFileSync } from 'node:fs';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Aside, createAside } from './aside';
import { startCheckpoints } from './checkpoints';
import { rawDatabase, writeTransaction } from './client';
import { openPrivateDatabase, type PrivateDatabase } from './testing';

/** Few, but each fills a page of the log. */
const ROWS = 5_000;

let database: PrivateDatabase;
let aside: Aside;
beforeEach(async () => {
  database = await openPrivateDatabase();
  aside = createAside(path.join(process.cwd(), 'db', 'read-aside.mjs'), database.file);
});
afterEach(() => {
  aside.close();
  database.close();
});

/** What the database file holds without its log. */
function rowsInTheFile(): number {
  const copy = path.join(database.dataDir, 'copy.db');
  copyFileSync(database.file, copy);
  const opened = new SqliteDatabase(copy, { readonly: true });
  try {
    return Number(opened.prepare('SELECT count(*) FROM many').pluck().get());
  } catch {
    return 0;
  } finally {
    opened.close();
  }
}

describe('checkpoints', () => {
  it('bring what the log holds into the database as soon as it is long, beside the event loop', async () => {
    rawDatabase().exec('CREATE TABLE many (n BLOB)');
    const insert = rawDatabase().prepare('INSERT INTO many VALUES (zeroblob(4000))');
    const stop = startCheckpoints(aside, pino({ level: 'silent' }));
    writeTransaction(() => {
      for (let n = 0; n < ROWS; n++) insert.run();
    });
    expect(rowsInTheFile()).toBe(0);
    await vi.waitFor(() => expect(rowsInTheFile()).toBe(ROWS), { timeout: 5_000 });
    stop();
  });
});
