import { insertLocalizations, deleteLocalizations as remove, updateLocalizations as replace } from '@/db/localizations';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { ServiceError } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { assertOnlyFilter } from '@/lib/rql/only-filter';
import { parseRql } from '@/lib/rql/parse';
import { configurationChanged } from '@/lib/server/context';
import { type LocalizationInput, LocalizationsInput } from './schema';

/**
 * Makes localizations; those whose key exists stay as they are.
 * @throws ServiceError 10, 14, 15, 801 (one without an EN text; then none is made).
 */
export async function createLocalizations(principal: Principal, body: unknown, now: number) {
  requirePermission(principal, 'CREATE_LOCALIZATIONS');
  const { localizations } = parseInput(LocalizationsInput, body);
  assertDefaultLanguage(localizations);
  const { created, existingIds } = await insertLocalizations(localizations, now);
  configurationChanged();
  return { created, existing: existingIds.length, existing_ids: existingIds };
}

/** Replaces the texts of localizations; keys that do not exist are told. @throws ServiceError 10, 14, 15, 801. */
export async function updateLocalizations(principal: Principal, body: unknown, now: number) {
  requirePermission(principal, 'UPDATE_LOCALIZATIONS');
  const { localizations } = parseInput(LocalizationsInput, body);
  assertDefaultLanguage(localizations);
  const { updated, missingKeys } = await replace(localizations, now);
  configurationChanged();
  return { updated, missing: missingKeys.length, missing_ids: missingKeys };
}

/** Removes the localizations that a query selects; without one nothing is removed. @throws ServiceError 10, 19. */
export async function deleteLocalizations(principal: Principal, query: string): Promise<number> {
  requirePermission(principal, 'DELETE_LOCALIZATIONS');
  const parsed = parseRql(query);
  if (!parsed.filter) throw new ServiceError(19, 'A query that selects what to remove is required');
  assertOnlyFilter(parsed);
  const removed = await remove(parsed);
  configurationChanged();
  return removed;
}

/** EN is what every other language falls back on. */
function assertDefaultLanguage(localizations: readonly LocalizationInput[]): void {
  const without = localizations.filter(({ text }) => !Object.hasOwn(text, 'EN')).map(({ key }) => key);
  if (without.length > 0) throw new ServiceError(801, `An EN text is required: ${without.join(', ')}`);
}
