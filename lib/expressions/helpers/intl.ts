import type { JsonObject } from '@/lib/format/json';
import type { Budget } from '../budget';
import { type HelperCall, HelperError } from './helper';

const CACHE_MAX = 200;
/** Making a formatter costs about as much as this many steps of a template. */
const FORMATTER_STEPS = 50;

type Options = Record<string, string | number | boolean>;
type Formatter = Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat;

/**
 * Makes a source of Intl formatters that keeps the recent ones, as making one takes far longer than using it.
 * It gives helper problems for a language, time zone or option that Intl refuses.
 */
export function formatterCache<F extends Formatter>(make: (language: string, options: Options) => F) {
  const cache = new Map<string, F>();
  return (call: HelperCall, extra: Options = {}): F => {
    const options = { ...extra, ...intlOptions(call.hash) };
    const key = `${call.env.language}|${JSON.stringify(options)}`;
    const known = cache.get(key);
    if (known) return known;
    const formatter = build(() => make(intlLanguage(call.env.language), options), call.budget);
    if (cache.size >= CACHE_MAX) cache.clear();
    cache.set(key, formatter);
    return formatter;
  };
}

function build<F>(make: () => F, budget: Budget): F {
  budget.step(FORMATTER_STEPS);
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) throw new HelperError(error.message);
    throw error;
  }
}

/** `EN` and `nl_BE` are how these codes are often stored; Intl wants `nl-BE` and takes any case. */
function intlLanguage(language: string): string {
  return language.replaceAll('_', '-');
}

/** Hash arguments as Intl takes them. `range` is not Intl's but the unit of `relativetime`. */
function intlOptions(hash: JsonObject): Options {
  const options: Options = {};
  for (const [name, value] of Object.entries(hash)) {
    if (name === 'range' || value === null) continue;
    if (typeof value === 'object') throw new HelperError(`needs a text or number as ${name}`);
    options[name] = value;
  }
  return options;
}
