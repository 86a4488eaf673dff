import i18next, { type i18n } from 'i18next';
import type { JsonObject, JsonValue } from '@/lib/format/json';
import type { Localize } from './localizer';

export interface TranslateOptions {
  /** BCP 47, any case; looked up as `nl-BE`, then `NL`, then `EN`. */
  language: string;
  localize: Localize;
  /** Applied to the values (not to the text itself): for a text that is put into HTML as it is. */
  escape?: ((text: string) => string) | undefined;
  /** Told how many characters filling the text will handle, beforehand; may throw to prevent it. */
  charge?: ((chars: number) => void) | undefined;
}

export type Translation = { ok: true; text: string } | { ok: false; reason: 'missing' | 'invalid'; message: string };

/** What one translation needs and learns, handed through i18next in its options. */
interface Lookup {
  localize: Localize;
  valueChars: number;
  found: boolean;
  charge: (chars: number) => void;
  missing: string[];
}

/**
 * Gives the text of a localization with its `{{name}}` placeholders filled, in i18next's way: `count` chooses the plural
 * form (`key_one`, `key_other`), `context` the variant (`key_formal`), `{{price, number}}` formats.
 * Nesting (`$t(key)`) is off, as values from an event must never choose what is looked up.
 */
export function translate(key: string, values: JsonObject, options: TranslateOptions): Translation {
  const lookup: Lookup = {
    localize: options.localize,
    valueChars: sizeOf(values),
    found: false,
    charge: options.charge ?? (() => undefined),
    missing: [],
  };
  const text = instanceFor(options.escape).t(key, {
    lng: options.language.replaceAll('_', '-'),
    replace: values,
    lookup,
    missingInterpolationHandler: (_text: string, match: RegExpExecArray) => {
      lookup.missing.push(match[1]?.trim() ?? '');
      return '';
    },
    ...(typeof values.count === 'number' ? { count: values.count, ordinal: values.ordinal === true } : {}),
    ...(typeof values.context === 'string' ? { context: values.context } : {}),
  });
  if (!lookup.found) {
    const languages = options.language.toUpperCase() === 'EN' ? 'EN' : `${options.language} or EN`;
    return { ok: false, reason: 'missing', message: `There is no localization '${key}' in ${languages}` };
  }
  if (lookup.missing.length > 0) {
    const names = [...new Set(lookup.missing)].join(', ');
    return { ok: false, reason: 'invalid', message: `needs a value for ${names} in the localization '${key}'` };
  }
  return { ok: true, text };
}

const instances = new Map<TranslateOptions['escape'], i18n>();

function instanceFor(escapeValue: TranslateOptions['escape']): i18n {
  const known = instances.get(escapeValue);
  if (known) return known;
  const instance = i18next.createInstance();
  instance.use({ type: 'i18nFormat', name: 'localizations', getResource }).init({
    lng: 'EN',
    fallbackLng: 'EN',
    initAsync: false,
    // Keys are whole: a dot in a key is a dot, and there is one namespace.
    nsSeparator: false,
    interpolation: {
      escapeValue: escapeValue !== undefined,
      ...(escapeValue ? { escape: escapeValue } : {}),
      // No text and no value can contain it.
      nestingPrefix: '\u0000$t(',
      skipOnVariables: true,
    },
  });
  instances.set(escapeValue, instance);
  return instance;
}

/** i18next's extension point for where texts come from; plural forms and interpolation stay its own. */
function getResource(language: string, _namespace: string, key: string, { lookup }: { lookup: Lookup }) {
  const text = lookup.localize(key, language) ?? lookup.localize(key, language.toUpperCase());
  if (text === undefined) return undefined;
  // i18next copies the whole text for every placeholder that it fills.
  const placeholders = text.split('{{').length - 1;
  lookup.charge(Math.ceil((text.length * (placeholders + 1) + lookup.valueChars * placeholders) / 4));
  lookup.found = true;
  return text;
}

function sizeOf(value: JsonValue): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 24;
  return Object.values(value).reduce<number>((sum, item) => sum + sizeOf(item ?? null), 0);
}
