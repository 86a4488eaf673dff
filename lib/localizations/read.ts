import { findLocalizations, pageLocalizations } from '@/db/localizations';
import type { Page } from '@/lib/format/page';
import { parseInput } from '@/lib/http/parse-input';
import { parseRql } from '@/lib/rql/parse';
import { type Localization, LocalizationsRequest } from './schema';

/** The languages that the official client knows by name. Texts may be kept in any other language too. */
export const LANGUAGES = ['EN', 'NL', 'DE', 'FR', 'DA', 'ES', 'IT'] as const;

/** One page of localizations that an RQL query selects, for any signed-in caller. @throws ServiceError 19. */
export async function listLocalizations(query: string): Promise<Page<Localization>> {
  return pageLocalizations(parseRql(query), query);
}

/**
 * The texts of some keys in some languages: key → language → text. A language that a key lacks is answered with its EN
 * text, and EN is always there; keys that do not exist are left out.
 * @throws ServiceError 14, 15.
 */
export async function requestLocalizations(body: unknown): Promise<Record<string, Record<string, string>>> {
  const { localization_codes: codes, localizations: keys } = parseInput(LocalizationsRequest, body);
  const found = await findLocalizations(keys);
  return Object.fromEntries(
    found.map(({ key, text }) => {
      const textIn = new Map(Object.entries(text));
      const english = textIn.get('EN') ?? '';
      return [key, Object.fromEntries(['EN', ...codes].map((code) => [code, textIn.get(code) ?? english]))];
    }),
  );
}

/** The localization as `localizations/v1` shows it: snake_case, epoch milliseconds. */
export function toWireLocalization({ id, key, text, creationTimestamp, updateTimestamp }: Localization) {
  return { id, key, text, creation_timestamp: creationTimestamp, update_timestamp: updateTimestamp };
}
