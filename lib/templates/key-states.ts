import type { Localize } from '@/lib/localizations/localizer';
import type { KeyUse } from './keys';
import type { KeyState } from './schema';

const PLURALS = ['', '_zero', '_one', '_two', '_few', '_many', '_other'];
const ORDINALS = ['_ordinal_one', '_ordinal_two', '_ordinal_few', '_ordinal_other'];

/** Whether the language has a text of its own for a key that a template names, or falls back on EN, or on nothing. */
export function keyState({ key, hasVariants }: KeyUse, language: string, localize: Localize): KeyState {
  const keys = hasVariants ? [...PLURALS, ...ORDINALS].map((suffix) => key + suffix) : [key];
  const isIn = (code: string) => keys.some((one) => localize(one, code) !== undefined);
  const full = language.replaceAll('_', '-');
  const base = full.split('-')[0] ?? full;
  if (isIn(full) || isIn(base)) return 'there';
  return isIn('EN') ? 'fallback' : 'missing';
}
