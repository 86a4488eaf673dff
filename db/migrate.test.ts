import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from './migrate';
import { bundleSource } from './testing-process';

/** Three releases of a database of parents with children; the second rebuilds the parents as drizzle-kit does. */
const FIRST = `CREATE TABLE parents (id INTEGER PRIMARY KEY, name TEXT);
--> statement-breakpoint
CREATE TABLE children (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parents(id) ON DELETE CASCADE);`;
const REBUILD = `PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE __new_parents (id INTEGER PRIMARY KEY, name TEXT NOT NULL, born INTEGER);
--> statement-breakpoint
INSERT INTO __new_parents (id, name) SELECT id, name FROM parents;--> statement-breakpoint
DROP TABLE parents;--> statement-breakpoint
ALTER TABLE __new_parents RENAME TO parents;--> statement-breakpoint
PRAGMA foreign_keys=ON;`;
const INDEX = 'CREATE INDEX children_parent ON children (parent_id);';

let directory: string;
let file: string;
let open: SqliteDatabase.Database[];

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'dispatchers-migrate-'));
  file = path.join(directory, 'subject.db');
  open = [];
});
afterEach(() => {
  for (const sqlite of open) sqlite.close();
  rmSync(directory, { recursive: true, force: true });
});

/** A directory of migrations, as drizzle-kit leaves it. */
function release(...migrations: string[]): string {
  const target = mkdtempSync(path.join(directory, 'release-'));
  mkdirSync(path.join(target, 'meta'));
  const entries = migrations.map((_, idx) => ({ idx, tag: `000${idx}_step` }));
  writeFileSync(path.join(target, 'meta', '_journal.json'), JSON.stringify({ entries }));
  migrations.forEach((text, idx) => {
    writeFileSync(path.join(target, `000${idx}_step.sql`), text);
  });
  return target;
}

function connect(target = file): SqliteDatabase.Database {
  const sqlite = new SqliteDatabase(target);
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('foreign_keys = ON');
  open.push(sqlite);
  return sqlite;
}

/** A database of the first release, with 500 parents and 1,000 children. */
async function seeded(): Promise<SqliteDatabase.Database> {
  const sqlite = connect();
  await migrate(sqlite, release(FIRST), file);
  sqlite.exec(`WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000)
    INSERT INTO parents SELECT n, 'parent ' || n FROM numbers WHERE n <= 500;
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000)
    INSERT INTO children SELECT n, 1 + n % 500 FROM numbers;`);
  return sqlite;
}

const versions = (sqlite: SqliteDatabase.Database) =>
  sqlite.prepare('SELECT version FROM schema_version ORDER BY version').pluck().all();
const count = (sqlite: SqliteDatabase.Database, table: string) =>
  sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
const schemaOf = (sqlite: SqliteDatabase.Database) =>
  sqlite.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all();

describe('R-15: migrations', () => {
  it('make everything in a new database, and keep no copy of nothing', async () => {
    const sqlite = connect();
    await migrate(sqlite, release(FIRST, REBUILD, INDEX), file);
    expect(versions(sqlite)).toEqual([0, 1, 2]);
    expect(existsSync(`${file}.schema-0`)).toBe(false);
  });

  it('lead an older database to the same schema as a new one', async () => {
    const newest = release(FIRST, REBUILD, INDEX);
    const upgraded = await seeded();
    await migrate(upgraded, newest, file);
    const fresh = connect(path.join(directory, 'fresh.db'));
    await migrate(fresh, newest, path.join(directory, 'fresh.db'));
    expect(schemaOf(upgraded)).toEqual(schemaOf(fresh));
  });

  it('do nothing the second time', async () => {
    const sqlite = await seeded();
    const newest = release(FIRST, REBUILD);
    await migrate(sqlite, newest, file);
    const before = sqlite.prepare('SELECT * FROM schema_version').all();
    await migrate(sqlite, newest, file);
    expect(sqlite.prepare('SELECT * FROM schema_version').all()).toEqual(before);
  });

  it('lose no child row when the parents are rebuilt, and foreign keys hold again afterwards', async () => {
    const sqlite = await seeded();
    await migrate(sqlite, release(FIRST, REBUILD), file);
    expect([count(sqlite, 'parents'), count(sqlite, 'children')]).toEqual([500, 1000]);
    expect(sqlite.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(() => sqlite.exec('INSERT INTO children VALUES (5000, 777)')).toThrow('FOREIGN KEY');
    sqlite.exec('DELETE FROM parents WHERE id = 1');
    expect(count(sqlite, 'children')).toBe(998);
  });

  it('that would break a reference are refused, with nothing changed', async () => {
    const sqlite = await seeded();
    const before = schemaOf(sqlite);
    const breaking = `CREATE TABLE more (id INTEGER);--> statement-breakpoint
      DELETE FROM parents WHERE id <= 10;`;
    const upgrade = migrate(sqlite, release(FIRST, breaking), file);
    await expect(upgrade).rejects.toThrow('0001_step would break 20 references');
    expect(schemaOf(sqlite)).toEqual(before);
    expect([count(sqlite, 'parents'), count(sqlite, 'children')]).toEqual([500, 1000]);
    expect(versions(sqlite)).toEqual([0]);
    expect(sqlite.pragma('foreign_keys', { simple: true })).toBe(1);
  });

  it('that fail half-way leave nothing behind', async () => {
    const sqlite = await seeded();
    const before = schemaOf(sqlite);
    const failing = 'CREATE TABLE more (id INTEGER);--> statement-breakpoint\nINSERT INTO nowhere VALUES (1);';
    await expect(migrate(sqlite, release(FIRST, failing), file)).rejects.toThrow('no such table: nowhere');
    expect(schemaOf(sqlite)).toEqual(before);
  });

  it('of an older release refuse a newer database, and say what to do', async () => {
    const sqlite = connect();
    await migrate(sqlite, release(FIRST, REBUILD), file);
    const start = migrate(sqlite, release(FIRST), file);
    await expect(start).rejects.toThrow('has schema 1, this release knows 0: start the newer release instead');
    expect(versions(sqlite)).toEqual([0, 1]);
  });

  it('keep a copy of the database as it was before', async () => {
    const sqlite = await seeded();
    await migrate(sqlite, release(FIRST, 'DELETE FROM children;', 'DROP TABLE children;'), file);
    const copy = connect(`${file}.schema-0`);
    expect(versions(copy)).toEqual([0]);
    expect([count(copy, 'parents'), count(copy, 'children')]).toEqual([500, 1000]);
  });
});

describe('R-15: a server that is killed while it migrates', () => {
  /** Calls `reached(n)` from within the SQL: the process reports and waits there to be killed. */
  const MIGRATOR = `
    import { writeSync } from 'node:fs';
    import SqliteDatabase from 'better-sqlite3';
    import { migrate } from '@/db/migrate';
    const [file, migrations, point] = process.argv.slice(2);
    const sqlite = new SqliteDatabase(file);
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.function('reached', (n) => {
      if (String(n) === point) process.kill(process.pid, 'SIGKILL');
      return n;
    });
    migrate(sqlite, migrations, file).then(() => process.send('done'));
  `;

  it('finishes at the next start, wherever it was: before, between and after the changes of a migration', async () => {
    const start = await bundleSource(MIGRATOR, directory);
    const sqlite = await seeded();
    sqlite.close();
    const point = (n: number) => `--> statement-breakpoint\nSELECT reached(${n});`;
    const rebuild = `SELECT reached(0);--> statement-breakpoint${REBUILD.replaceAll('DROP TABLE', 'SELECT reached(1);DROP TABLE')}`;
    const newest = release(FIRST, rebuild, INDEX + point(2));
    for (const killedAt of ['0', '1', '2']) {
      const { child } = start([file, newest, killedAt]);
      await new Promise((resolve) => child.once('exit', resolve));
      expect(child.signalCode).toBe('SIGKILL');
      const seen = connect();
      expect(versions(seen)).toEqual(killedAt === '2' ? [0, 1] : [0]);
      expect([count(seen, 'parents'), count(seen, 'children')]).toEqual([500, 1000]);
      seen.close();
    }
    expect(await start([file, newest, 'none']).message()).toBe('done');
    const upgraded = connect();
    expect(versions(upgraded)).toEqual([0, 1, 2]);
    expect([count(upgraded, 'parents'), count(upgraded, 'children')]).toEqual([500, 1000]);
    expect(upgraded.pragma('foreign_key_check')).toEqual([]);
    expect(upgraded.pragma('integrity_check', { simple: true })).toBe('ok');
    const original = connect(`${file}.schema-0`);
    expect(versions(original)).toEqual([0]);
  });

  it('control: without a transaction around it, the change leaves the database without its parents', async () => {
    const bare = `
      import SqliteDatabase from 'better-sqlite3';
      const [file, sql] = process.argv.slice(2);
      const sqlite = new SqliteDatabase(file);
      sqlite.function('reached', () => process.kill(process.pid, 'SIGKILL'));
      sqlite.exec(sql);
    `;
    const start = await bundleSource(bare, directory);
    (await seeded()).close();
    const { child } = start([file, REBUILD.replace('ALTER TABLE', 'SELECT reached(); ALTER TABLE')]);
    await new Promise((resolve) => child.once('exit', resolve));
    expect(child.signalCode).toBe('SIGKILL');
    expect(schemaOf(connect())).not.toContainEqual(expect.objectContaining({ name: 'parents' }));
  });
});
