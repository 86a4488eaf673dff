import { and, asc, eq, sql } from 'drizzle-orm';
import type { Localization, LocalizationTableQuery, LocalizationTextInput } from '@/lib/localizations/schema';
import { recordAudit } from './audit';
import { database, prepared, writeTransaction } from './client';
import { readable } from './readable';
import { localizations } from './schema/templates';

/** One page of keys with all their texts, by key, and how many the query selects. */
export async function pageLocalizationRows({ search, missing, limit, offset }: LocalizationTableQuery) {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const found = sql`(${localizations.key} like ${pattern} escape '\\' or exists (
    select 1 from json_each(${readable(localizations.text)}) where value like ${pattern} escape '\\'))`;
  const lacks = sql`json_extract(${readable(localizations.text)}, ${`$."${missing}"`}) is null`;
  const where = and(search === '' ? undefined : found, missing === undefined ? undefined : lacks);
  const rows: Localization[] = database()
    .select()
    .from(localizations)
    .where(where)
    .orderBy(asc(localizations.key))
    .limit(limit)
    .offset(offset)
    .all();
  return { rows, total: await database().$count(localizations, where), keys: await database().$count(localizations) };
}

/** Every language that a key has a text in, and how many have. */
export function countTextsByLanguage(): { code: string; texts: number }[] {
  return prepared('localizations.languages', (db) =>
    db.$client.prepare(
      'SELECT each.key AS code, count(*) AS texts FROM localizations, json_each(CASE WHEN json_valid(localizations.text) THEN localizations.text END) AS each GROUP BY each.key ORDER BY each.key',
    ),
  ).all() as { code: string; texts: number }[];
}

/**
 * Writes one text of a key and leaves its others alone, or takes it away.
 * @returns what is stored then; `stale` when the text before was another one; undefined when there is no such key.
 */
export async function putText(
  { key, language, text, before }: LocalizationTextInput,
  now: number,
): Promise<Localization | 'stale' | undefined> {
  return writeTransaction(() => {
    const row = database().select().from(localizations).where(eq(localizations.key, key)).get();
    if (!row) return undefined;
    const { [language]: current = null, ...others } = row.text;
    if (before !== undefined && before !== current) return 'stale';
    const texts = text === null ? others : { ...row.text, [language]: text };
    database()
      .update(localizations)
      .set({ text: texts, updateTimestamp: now })
      .where(eq(localizations.id, row.id))
      .run();
    const object = { kind: 'localization', id: row.id, name: key };
    recordAudit({ act: 'update', object, before: row.text, after: texts });
    return { ...row, text: texts, updateTimestamp: now };
  });
}

/** Takes every text of a language away. @returns how many keys had one. */
export async function removeLanguage(code: string, now: number): Promise<number> {
  const path = `$."${code}"`;
  return writeTransaction(
    () =>
      database()
        .update(localizations)
        .set({ text: sql`json_remove(${localizations.text}, ${path})`, updateTimestamp: now })
        .where(sql`json_extract(${readable(localizations.text)}, ${path}) is not null`)
        .run().changes,
  );
}
