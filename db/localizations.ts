import { asc, count, eq, inArray, type SQL } from 'drizzle-orm';
import { newObjectId } from '@/lib/format/id';
import type { Page } from '@/lib/format/page';
import type { Localization, LocalizationInput } from '@/lib/localizations/schema';
import type { RqlQuery } from '@/lib/rql/schema';
import { recordAudit } from './audit';
import { database, writeTransaction } from './client';
import { readPage } from './page';
import { readable } from './readable';
import { compileRql, type RqlFieldMap } from './rql';
import { localizations } from './schema/templates';

/** An entry of the audit log names so many keys at most. */
const MAX_TOLD = 100;

const FIELDS: RqlFieldMap = {
  id: { kind: 'text', column: localizations.id },
  key: { kind: 'text', column: localizations.key },
  text: { kind: 'json', column: readable(localizations.text) },
  creation_timestamp: { kind: 'timestamp', column: localizations.creationTimestamp },
  update_timestamp: { kind: 'timestamp', column: localizations.updateTimestamp },
};

/** Stores those whose key is new; the others stay as they are. @returns the ids of the others. */
export async function insertLocalizations(
  inputs: readonly LocalizationInput[],
  now: number,
): Promise<{ created: number; existingIds: string[] }> {
  return recordingTexts(inputs, () => {
    const existingIds: string[] = [];
    for (const input of inputs) {
      const known = findLocalization(input.key);
      if (known) existingIds.push(known.id);
      else insert(input, now);
    }
    return { created: inputs.length - existingIds.length, existingIds };
  });
}

/** Replaces the texts of those that exist. @returns the keys of those that do not. */
export async function updateLocalizations(
  inputs: readonly LocalizationInput[],
  now: number,
): Promise<{ updated: number; missingKeys: string[] }> {
  return recordingTexts(inputs, () => {
    const missingKeys = inputs.filter((input) => !replace(input, now)).map((input) => input.key);
    return { updated: inputs.length - missingKeys.length, missingKeys };
  });
}

/** Stores a localization or replaces its texts. @returns whether it was new. */
export async function putLocalization(input: LocalizationInput, now: number): Promise<boolean> {
  return recordingTexts([input], () => {
    if (replace(input, now)) return false;
    insert(input, now);
    return true;
  });
}

/** Removes those that the query selects, paging left aside. @returns how many. @throws ServiceError 19. */
export async function deleteLocalizations(query: RqlQuery): Promise<number> {
  const { where } = compileRql(query, FIELDS);
  return writeTransaction(() => {
    const before = database().select().from(localizations).where(where).limit(MAX_TOLD).all();
    const { changes } = database().delete(localizations).where(where).run();
    recordAudit({ act: 'delete', object: { kind: 'localization', name: nameOf(before) }, before: toTexts(before) });
    return changes;
  });
}

/** The localization of that key, or undefined. Synchronous: rendering cannot wait. */
export function findLocalization(key: string): Localization | undefined {
  return database().select().from(localizations).where(eq(localizations.key, key)).get();
}

/** Those of the keys that exist, by key. */
export async function findLocalizations(keys: readonly string[]): Promise<Localization[]> {
  return database()
    .select()
    .from(localizations)
    .where(inArray(localizations.key, [...keys]))
    .orderBy(asc(localizations.key))
    .all();
}

/** Localizations that the query selects, by key unless it says otherwise. @throws ServiceError 19. */
export async function pageLocalizations(query: RqlQuery, raw: string): Promise<Page<Localization>> {
  const select = (where: SQL | undefined) => database().select().from(localizations).where(where).$dynamic();
  return readPage(
    {
      fields: FIELDS,
      rows: ({ where, orderBy, limit, offset }) =>
        select(where)
          .orderBy(...orderBy, localizations.key)
          .limit(limit)
          .offset(offset)
          .all(),
      count: (where) => database().select({ count: count() }).from(localizations).where(where).get()?.count ?? 0,
    },
    query,
    raw,
  );
}

/** One entry for all of them: key → language → text. */
function recordingTexts<T>(inputs: readonly LocalizationInput[], change: () => T): T {
  const read = () =>
    database()
      .select()
      .from(localizations)
      .where(
        inArray(
          localizations.key,
          inputs.slice(0, MAX_TOLD).map(({ key }) => key),
        ),
      )
      .all();
  return writeTransaction(() => {
    const before = read();
    const result = change();
    const act = before.length < inputs.length ? 'create' : 'update';
    const object = { kind: 'localization', name: nameOf(inputs) };
    recordAudit({ act, object, before: toTexts(before), after: toTexts(read()) });
    return result;
  });
}

function nameOf(list: readonly { key: string }[]): string {
  const [first] = list;
  return list.length === 1 && first ? first.key : `${list.length} keys`;
}

function toTexts(list: readonly LocalizationInput[]): Record<string, object> {
  return Object.fromEntries(list.map(({ key, text }) => [key, text]));
}

function insert(input: LocalizationInput, now: number): void {
  database()
    .insert(localizations)
    .values({ ...input, id: newObjectId(now), creationTimestamp: now, updateTimestamp: now })
    .run();
}

function replace(input: LocalizationInput, now: number): boolean {
  const { changes } = database()
    .update(localizations)
    .set({ text: input.text, updateTimestamp: now })
    .where(eq(localizations.key, input.key))
    .run();
  return changes > 0;
}
