import { asc, eq, getTableColumns, sql } from 'drizzle-orm';
import { newObjectId } from '@/lib/format/id';
import { recordChange } from './audit';
import { database, prepared } from './client';
import { functionCode, functions } from './schema/functions';
import { UNREADABLE_FUNCTION } from './schema/unreadable';
import { changing } from './versions';

/** A function as it is stored: what may be shown, and the ciphertext of what may not. */
export interface StoredFunction {
  id: string;
  name: string;
  kind: 'local' | 'http' | 'lambda';
  enabled: boolean;
  definition: Record<string, unknown>;
  secretsCiphertext: string | undefined;
  codeHash: string | undefined;
  creationTimestamp: number;
  updateTimestamp: number;
}

export type FunctionFields = Omit<StoredFunction, 'id' | 'creationTimestamp' | 'updateTimestamp'>;
export interface FunctionCode {
  /** sha256 of the zip, hex. */
  hash: string;
  zip: Buffer;
}

/** Stores a function, with its code when it has any. @throws a unique violation when its name is taken. */
export async function insertFunction(
  fields: FunctionFields,
  code: FunctionCode | undefined,
  now: number,
): Promise<void> {
  changeFunction(fields.name, () => {
    storeCode(code);
    database()
      .insert(functions)
      .values({ ...toColumns(fields), id: newObjectId(now), creationTimestamp: now, updateTimestamp: now })
      .run();
  });
}

/**
 * Replaces what is stored of a function. Code that no function uses any more is removed.
 * @param secrets which of its secrets are others now, for the audit log. @returns 0 or 1.
 */
export async function updateFunction(
  fields: FunctionFields,
  code: FunctionCode | undefined,
  now: number,
  secrets?: readonly string[],
): Promise<number> {
  const store = () => {
    storeCode(code);
    const { changes } = database()
      .update(functions)
      .set({ ...toColumns(fields), updateTimestamp: now })
      .where(eq(functions.name, fields.name))
      .run();
    removeUnusedCode();
    return changes;
  };
  return changeFunction(fields.name, store, secrets);
}

/** Removes a function and code that nothing else uses. @returns how many were removed: 0 or 1. */
export async function deleteFunction(name: string): Promise<number> {
  return changeFunction(name, () => {
    const { changes } = database().delete(functions).where(eq(functions.name, name)).run();
    removeUnusedCode();
    return changes;
  });
}

/** The function of that name, or undefined. */
export async function findFunction(name: string): Promise<StoredFunction | undefined> {
  const row = findStatement().get({ name });
  return row ? toFunction(row) : undefined;
}

function findStatement() {
  return prepared('functions.find', (db) =>
    db
      .select()
      .from(functions)
      .where(eq(functions.name, sql.placeholder('name')))
      .prepare(),
  );
}

/** All functions, by name. */
export async function listFunctions(): Promise<StoredFunction[]> {
  return database().select().from(functions).orderBy(asc(functions.name)).all().map(toFunction);
}

/** The zip of that hash. @throws when it is not there, which the foreign key rules out for a function in use. */
export async function readFunctionCode(hash: string): Promise<Buffer> {
  const row = database().select({ zip: functionCode.zip }).from(functionCode).where(eq(functionCode.hash, hash)).get();
  if (!row) throw new Error(`function code ${hash} is not stored`);
  return row.zip;
}

/** A secret is sealed anew with every write: its ciphertext says nothing about whether it is another one. */
function changeFunction<T>(name: string, change: () => T, secrets?: readonly string[]): T {
  const { secretsCiphertext: _sealed, ...shown } = getTableColumns(functions);
  const read = () => database().select(shown).from(functions).where(eq(functions.name, name)).get();
  return changing('functions', () => recordChange('function', read, change, secrets));
}

function storeCode(code: FunctionCode | undefined): void {
  if (code) database().insert(functionCode).values(code).onConflictDoNothing().run();
}

function removeUnusedCode(): void {
  const used = database()
    .select({ hash: functions.codeHash })
    .from(functions)
    .where(sql`${functions.codeHash} is not null`);
  database().delete(functionCode).where(sql`${functionCode.hash} not in ${used}`).run();
}

function toColumns(fields: FunctionFields) {
  return {
    ...fields,
    secretsCiphertext: fields.secretsCiphertext ?? null,
    codeHash: fields.codeHash ?? null,
  };
}

function toFunction(row: typeof functions.$inferSelect): StoredFunction {
  const enabled = row.enabled && row.definition !== UNREADABLE_FUNCTION;
  return {
    ...row,
    enabled,
    secretsCiphertext: row.secretsCiphertext ?? undefined,
    codeHash: row.codeHash ?? undefined,
  };
}
