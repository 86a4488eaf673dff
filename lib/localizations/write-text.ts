import { putText, removeLanguage } from '@/db/localization-table';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { fieldFormat, resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { configurationChanged } from '@/lib/server/context';
import { LanguageCode, type Localization, LocalizationTextInput } from './schema';

/** What every other language falls back on. */
const DEFAULT_LANGUAGE = 'EN';

/**
 * Writes one text of a key, and leaves its texts in other languages alone.
 * @throws ServiceError 10, 14, 15, 16, 27 (status 409: somebody else changed this text meanwhile), 801 (EN cannot go).
 */
export async function writeText(principal: Principal, body: unknown, now: number): Promise<Localization> {
  requirePermission(principal, 'UPDATE_LOCALIZATIONS');
  const input = parseInput(LocalizationTextInput, body);
  if (input.text === null) assertNotDefault(input.language);
  const stored = await putText(input, now);
  if (stored === undefined) throw resourceUnknown('localization', input.key);
  if (stored === 'stale') {
    throw new ServiceError(27, 'Somebody else changed this text meanwhile: look at it again', { status: 409 });
  }
  configurationChanged();
  return stored;
}

/** Takes every text of a language away. @returns how many there were. @throws ServiceError 10, 15, 16 (no text has it), 801 (EN cannot go). */
export async function deleteLanguage(principal: Principal, code: string, now: number): Promise<number> {
  requirePermission(principal, 'DELETE_LOCALIZATIONS');
  if (!LanguageCode.safeParse(code).success) throw fieldFormat([{ path: 'code', message: 'is not a language code' }]);
  assertNotDefault(code);
  const removed = await removeLanguage(code, now);
  if (removed === 0) throw new ServiceError(16, `There is no text in ${code}`);
  configurationChanged();
  return removed;
}

function assertNotDefault(language: string): void {
  if (language === DEFAULT_LANGUAGE)
    throw new ServiceError(801, 'An EN text is required: other languages fall back on it');
}
