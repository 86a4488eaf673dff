import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import type { Aside, AsideQuery, AsideResults } from './aside';
import { endTransaction, outsideRequest } from './audit-context';
import { audited } from './audit-trail';
import { forgetChanges, publishChanges } from './changes';
import { assertDurable, DatabaseStartError } from './durability';
import { hasFault } from './faults';
import { assertWhole, noteClosed, noteOpen, noteStarting, writeAPage } from './file-state';
import { assertLocalDisk } from './local-disk';
import { holdLock, type Lock } from './lock';
import { migrate } from './migrate';
import { withPen } from './pen';

export type Database = BetterSQLite3Database & { $client: SqliteDatabase.Database };

interface OpenDatabase {
  drizzle: Database;
  sqlite: SqliteDatabase.Database;
  schemaVersion: number;
  /** Of the thread that opened the file for the whole process. */
  owner?: { lock: Lock; forgetExit: () => void };
  statements: Map<string, unknown>;
  aside?: Aside;
  /** How long the connection waits for the lock of another program. */
  patienceMs: number;
  /** Another program was found to hold the lock; monotonic time, from when on it is waited for again. */
  impatientUntil: number;
}

const FILE = 'dispatchers.db';
const BUSY_TIMEOUT_MS = 100;
/** To wait for a lock holds up the event loop: that is done once, and not again for each write while the lock is held. */
const IMPATIENT_MS = 1_000;

// The server bundle and Next's bundles each carry a copy of this module; one process must open the file only once.
const KEY = Symbol.for('dispatchers.database');
const holder = globalThis as { [KEY]?: OpenDatabase };

/**
 * Opens (or makes) the database in `dataDir`, takes its lock for the life of the process, and migrates it.
 * @throws LockHeldError when another process holds it; DatabaseStartError when it cannot be read or written, or cannot
 * promise durability.
 */
export async function openDatabase(
  dataDir: string,
  migrationsDir: string,
  options: { allowNetworkDisk?: boolean } = {},
): Promise<void> {
  if (holder[KEY]) throw new Error('the database is open already');
  const file = path.join(dataDir, FILE);
  let lock: Lock | undefined;
  let sqlite: SqliteDatabase.Database | undefined;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (!options.allowNetworkDisk) assertLocalDisk(dataDir);
    lock = holdLock(dataDir);
    assertWhole(file);
    noteStarting(file);
    sqlite = new SqliteDatabase(file, { timeout: BUSY_TIMEOUT_MS });
    configure(sqlite, !existsSync(`${file}-wal`));
    assertDurable(sqlite);
    if (hasFault('synchronous-normal')) sqlite.pragma('synchronous = NORMAL');
    const schemaVersion = await migrate(sqlite, migrationsDir, file);
    writeAPage(sqlite);
    const forgetExit = noteOpen(file);
    holder[KEY] = { ...toOpen(sqlite, schemaVersion), owner: { lock, forgetExit } };
  } catch (error) {
    if (sqlite) noteClosed(file);
    sqlite?.close();
    lock?.release();
    throw toStartError(error, file);
  }
}

/** A further connection, for another thread of the process that has opened the database in `dataDir`. */
export function joinDatabase(dataDir: string, migratedTo: number): void {
  const sqlite = new SqliteDatabase(path.join(dataDir, FILE), { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  configure(sqlite, false);
  holder[KEY] = toOpen(sqlite, migratedTo);
}

function toOpen(sqlite: SqliteDatabase.Database, schemaVersion: number): OpenDatabase {
  return {
    drizzle: drizzle({ client: sqlite }),
    sqlite,
    schemaVersion,
    statements: new Map(),
    patienceMs: BUSY_TIMEOUT_MS,
    impatientUntil: 0,
  };
}

/** What a person can mend is told with its remedy; everything else stays as it is. */
function toStartError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const options = { cause: error };
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(String(error.code))) {
    const remedy = 'restore it from a backup, or choose another DATA_DIR';
    return new DatabaseStartError(`${file} is not a sound database (${error.message}): ${remedy}`, options);
  }
  if (/^(SQLITE_(CANTOPEN|READONLY|IOERR|FULL|PERM)|E[A-Z]+$)/.test(String(error.code))) {
    const remedy = 'make its folder writable, or choose another DATA_DIR';
    return new DatabaseStartError(`${file} cannot be written (${error.message}): ${remedy}`, options);
  }
  return error;
}

/** The open database. @throws when `openDatabase` has not run. */
export function database(): Database {
  return open().drizzle;
}

/** The connection itself, for what is no query. */
export function rawDatabase(): SqliteDatabase.Database {
  return open().sqlite;
}

/** Whether this process still holds the data directory for itself. */
export function isLockHeld(): boolean {
  return open().owner?.lock.isHeld() ?? false;
}

/** The schema that this release works with. */
export function schemaVersion(): number {
  return open().schemaVersion;
}

/** Has `readAside` read in another thread from now on. @param create gets the path of the database. */
export function attachAside(create: (file: string) => Aside): Aside {
  const current = open();
  current.aside = create(current.sqlite.name);
  return current.aside;
}

/**
 * Reads what may take long, all of one moment: in a thread of its own where there is one (a server has it), else here.
 * What the caller has committed is seen.
 */
export async function readAside(queries: readonly AsideQuery[]): Promise<AsideResults> {
  const { aside, sqlite } = open();
  if (aside) return aside.read(queries);
  return queries.map(
    ({ sql, params }) =>
      sqlite
        .prepare(sql)
        .raw()
        .all(...params) as unknown[][],
  );
}

/** Checkpoints and closes; the lock is released last. A connection that has joined only closes. */
export function closeDatabase(): void {
  const { aside, sqlite, owner } = open();
  aside?.close();
  if (owner) {
    sqlite.pragma('wal_checkpoint(TRUNCATE)');
    noteClosed(sqlite.name);
    owner.forgetExit();
  }
  sqlite.close();
  owner?.lock.release();
  delete holder[KEY];
}

/**
 * Runs `work` in one `BEGIN IMMEDIATE` transaction: all or nothing, synced to disk when it returns. No `await` inside.
 * Every write goes through here, so that no reader is ever upgraded to a writer (SQLITE_BUSY_SNAPSHOT).
 */
export function writeTransaction<T>(work: (tx: Database) => T): T {
  const current = open();
  const { sqlite, drizzle: db } = current;
  if (sqlite.inTransaction) throw new Error('a write transaction is open already');
  const result = undoing(forgetTransaction, () =>
    withPen(() => mindingLocks(current, () => sqlite.transaction(() => audited(sqlite, () => work(db))).immediate())),
  );
  endTransaction(true);
  publishChanges();
  return result;
}

/**
 * Runs a part of an open write transaction that may fail alone: what it wrote is undone then, and the rest goes on.
 * @param failed is told what it threw.
 * @returns what it returned; undefined when it threw. @throws what ended the whole transaction, such as a full disk.
 */
export function tryPart<T>(part: () => T, failed: (error: unknown) => void): T | undefined {
  const { sqlite } = open();
  try {
    return sqlite.transaction(part)();
  } catch (error) {
    if (!sqlite.inTransaction) throw error;
    failed(error);
    return undefined;
  }
}

/** Runs a write that waits for another program's lock, but no second time while that program goes on holding it. */
function mindingLocks<T>(current: OpenDatabase, write: () => T): T {
  const patienceMs = performance.now() < current.impatientUntil ? 0 : BUSY_TIMEOUT_MS;
  if (patienceMs !== current.patienceMs) current.sqlite.pragma(`busy_timeout = ${patienceMs}`);
  current.patienceMs = patienceMs;
  try {
    return write();
  } catch (error) {
    if (isDatabaseBusy(error)) current.impatientUntil = performance.now() + IMPATIENT_MS;
    throw error;
  }
}

/** Reads several things of one moment; each alone would take and give back the locks of a reader. */
export function readTransaction<T>(read: () => T): T {
  const { sqlite } = open();
  return sqlite.inTransaction ? read() : sqlite.transaction(read).deferred();
}

/** Writes what is no act of anybody, such as when a token was last used: the audit log does not tell of it. */
export function keepBooks<T>(work: (tx: Database) => T): T {
  return outsideRequest(() => writeTransaction(work));
}

function forgetTransaction(): void {
  endTransaction(false);
  forgetChanges();
}

function undoing<T>(undo: () => void, act: () => T): T {
  try {
    return act();
  } catch (error) {
    undo();
    throw error;
  }
}

/** A statement prepared once per open database: `key` names it, `prepare` makes it. */
export function prepared<T>(key: string, prepare: (db: Database) => T): T {
  const { statements, drizzle: db } = open();
  const known = statements.get(key);
  if (known) return known as T;
  const made = prepare(db);
  statements.set(key, made);
  return made;
}

/**
 * A statement of plain SQL, prepared once per open database. For what runs for every event: to build such a statement
 * anew each time costs several times as much as to run it.
 */
export function statement(sql: string): SqliteDatabase.Statement<unknown[]> {
  return prepared(sql, (db) => db.$client.prepare<unknown[]>(sql));
}

/** The same, answering the first column alone. */
export function plucked(sql: string): SqliteDatabase.Statement<unknown[]> {
  return prepared(`first of ${sql}`, (db) => db.$client.prepare<unknown[]>(sql).pluck());
}

/** True when SQLite says that the disk is full, the file is locked or cannot be written: worth another try later. */
export function isStorageUnavailable(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN)/.test(String(error.code));
}

/** True when another connection holds the lock: whatever else is tried now waits and fails too. */
export function isDatabaseBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^SQLITE_(BUSY|LOCKED)/.test(String(error.code));
}

/** True when a unique index refused a row. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_CONSTRAINT_UNIQUE';
}

function open(): OpenDatabase {
  const current = holder[KEY];
  if (!current) throw new Error('the database is not open');
  return current;
}

function configure(sqlite: SqliteDatabase.Database, fresh: boolean): void {
  if (fresh) sqlite.pragma('auto_vacuum = INCREMENTAL');
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma('trusted_schema = OFF');
  sqlite.pragma('cell_size_check = ON');
  sqlite.pragma('temp_store = MEMORY');
  sqlite.pragma('cache_size = -16000');
  sqlite.pragma('journal_size_limit = 67108864');
}
