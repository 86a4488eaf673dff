import { translate } from '@/lib/localizations/translate';
import { escapeHtml } from '../text';
import { type Helper, HelperError } from './helper';

/** `{{t 'key' name=@inputs.first_name}}`: the text of a localization, its placeholders filled from the hash arguments. */
export const t: Helper = {
  min: 1,
  max: 1,
  run({ args: [key], hash, env, budget, escapesOwnValues }) {
    if (typeof key !== 'string') throw new HelperError('needs the key of a localization');
    budget.step(10);
    const result = translate(key, hash, {
      language: env.language,
      localize: env.localize,
      charge: (chars) => budget.work(chars),
      escape: escapesOwnValues ? escapeHtml : undefined,
    });
    if (result.ok) return result.text;
    throw new HelperError(result.message, result.reason === 'missing' ? 'missing_localization' : 'helper');
  },
};
