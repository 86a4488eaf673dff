import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawDatabase } from './client';
import * as auditTables from './schema/audit';
import * as dispatcherTables from './schema/dispatchers';
import * as eventTables from './schema/events';
import * as functionTables from './schema/functions';
import * as mailTables from './schema/mails';
import * as oauth1Tables from './schema/oauth1';
import * as requestKeyTables from './schema/request-keys';
import * as runTables from './schema/runs';
import * as scheduleTables from './schema/schedules';
import * as settingTables from './schema/settings';
import * as sourceTables from './schema/sources';
import * as taskTables from './schema/tasks';
import * as templateTables from './schema/templates';
import * as userTables from './schema/users';
import { openPrivateDatabase, type PrivateDatabase } from './testing';

let db: PrivateDatabase;
beforeAll(async () => {
  db = await openPrivateDatabase();
});
afterAll(() => db.close());

describe('the schema that the code is written against', () => {
  const tables = [
    auditTables,
    dispatcherTables,
    eventTables,
    functionTables,
    mailTables,
    oauth1Tables,
    requestKeyTables,
    runTables,
    scheduleTables,
    settingTables,
    sourceTables,
    taskTables,
    templateTables,
    userTables,
  ].flatMap((module): SQLiteTable[] => Object.values(module));

  it('is the one that the migrations make: every table, column, type, key and index', () => {
    const sqlite = rawDatabase();
    const actualTables = sqlite
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' ORDER BY name")
      .pluck()
      .all();
    const expected = tables.map((table) => getTableConfig(table));
    expect(actualTables).toEqual([...expected.map((table) => table.name), 'schema_version'].sort());
    for (const table of expected) {
      const actual = sqlite.pragma(`table_info(${table.name})`) as ColumnInfo[];
      expect({ [table.name]: actual.map(describeActual) }).toEqual({ [table.name]: describeExpected(table) });
      const indexes = sqlite
        .prepare(
          "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL ORDER BY name",
        )
        .pluck()
        .all(table.name);
      const unique = table.columns.filter((column) => column.isUnique).map((column) => column.uniqueName);
      expect(indexes).toEqual([...table.indexes.map((index) => index.config.name), ...unique].sort());
      const foreignKeys = sqlite.pragma(`foreign_key_list(${table.name})`) as unknown[];
      expect(foreignKeys).toHaveLength(table.foreignKeys.length);
    }
  });

  it('is strict: a column takes no value of another type', () => {
    const list = rawDatabase().pragma('table_list') as { name: string; type: string; strict: number }[];
    const loose = list.filter(({ name, type, strict }) => type === 'table' && !name.startsWith('sqlite_') && !strict);
    expect(loose).toEqual([]);
  });

  it('comes from migrations that are in order, without a gap', () => {
    const applied = rawDatabase().prepare('SELECT version FROM schema_version ORDER BY version').pluck().all();
    expect(applied).toEqual(applied.map((_, index) => index));
  });
});

interface ColumnInfo {
  name: string;
  type: string;
  notnull: number;
  pk: number;
}

function describeActual({ name, type, notnull, pk }: ColumnInfo) {
  return { name, type: type.toLowerCase(), required: notnull === 1, key: pk > 0 };
}

function describeExpected(table: ReturnType<typeof getTableConfig>) {
  const composite = table.primaryKeys.flatMap((key) => key.columns.map((column) => column.name));
  return table.columns.map((column) => ({
    name: column.name,
    type: column.getSQLType(),
    required: column.notNull,
    key: column.primary || composite.includes(column.name),
  }));
}
