import { rawDatabase } from './client';

// The server bundle and Next's bundles each carry a copy of this module; they share the one database.
const KEY = Symbol.for('dispatchers.versions');
const holder = globalThis as { [KEY]?: Map<string, number> };

function versions(): Map<string, number> {
  holder[KEY] ??= new Map();
  return holder[KEY];
}

/** Says that what is kept in memory of a table is out of date. To be called where the table is written. */
export function outdate(table: string): void {
  versions().set(table, (versions().get(table) ?? 0) + 1);
}

/**
 * Keeps in memory what is made of rows of a table, for as long as the table is not written and the database stays open.
 * @param read what is kept under a key; undefined is not kept.
 */
export function keptWhileUnchanged<Value>(table: string, read: (key: string) => Promise<Value | undefined>) {
  let kept = new Map<string, Value>();
  let version: number | undefined;
  let source: unknown;
  return async (key: string): Promise<Value | undefined> => {
    const current = versions().get(table);
    if (version !== current || source !== rawDatabase()) {
      kept = new Map();
      version = current;
      source = rawDatabase();
    }
    const known = kept.get(key);
    if (known !== undefined) return known;
    const value = await read(key);
    if (value !== undefined && current === versions().get(table)) kept.set(key, value);
    return value;
  };
}
