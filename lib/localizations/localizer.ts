import type { LocalizationInput } from './schema';

/** Finds the text of a localization in exactly this language; falling back is the business of the caller. */
export type Localize = (key: string, language: string) => string | undefined;

/** Makes a look-up over localizations in memory. Language codes are compared without regard to case (`nl-BE`, `NL-be`). */
export function createLocalizer(localizations: Iterable<LocalizationInput>): Localize {
  const texts = new Map<string, Map<string, string>>();
  for (const { key, text } of localizations) {
    texts.set(key, new Map(Object.entries(text).map(([code, value]) => [code.toUpperCase(), value])));
  }
  return (key, language) => texts.get(key)?.get(language.toUpperCase());
}
