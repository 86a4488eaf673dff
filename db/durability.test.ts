import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertDurable } from './durability';

let folder: string;
let sqlite: SqliteDatabase.Database;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'durability-'));
  sqlite = new SqliteDatabase(path.join(folder, 'test.db'));
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) sqlite.pragma(pragma);
});
afterEach(() => {
  sqlite.close();
  rmSync(folder, { recursive: true });
});

describe('R-02: a start is refused', () => {
  it('by nothing when all is as it must be', () => expect(() => assertDurable(sqlite)).not.toThrow());

  for (const [pragma, complaint] of [
    ['synchronous = NORMAL', 'synchronous is 1'],
    ['synchronous = OFF', 'synchronous is 0'],
    ['journal_mode = DELETE', 'journal_mode is delete'],
    ['foreign_keys = OFF', 'foreign keys are off'],
  ] as const) {
    it(`with ${pragma}`, () => {
      sqlite.pragma(pragma);
      expect(() => assertDurable(sqlite)).toThrow(complaint);
    });
  }

  for (const [version, refused] of [
    ['3.51.2', true],
    ['3.40.0', true],
    ['2.99.9', true],
    ['3.51.3', false],
    ['4.0.0', false],
  ] as const) {
    it(`${refused ? '' : 'not '}with SQLite ${version}`, () => {
      sqlite.function('sqlite_version', () => version);
      const start = expect(() => assertDurable(sqlite));
      if (refused) start.toThrow('is older than 3.51.3');
      else start.not.toThrow();
    });
  }
});
