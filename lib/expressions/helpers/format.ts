import { parseInstant } from '@/lib/format/instant';
import type { JsonValue } from '@/lib/format/json';
import { kindOf } from '../text';
import { type Helper, type HelperCall, HelperError } from './helper';
import { formatterCache } from './intl';
import { asNumber } from './numbers';

const numberFormat = formatterCache((language, options) => new Intl.NumberFormat(language, options));
const dateTimeFormat = formatterCache((language, options) => new Intl.DateTimeFormat(language, options));
const relativeTimeFormat = formatterCache((language, options) => new Intl.RelativeTimeFormat(language, options));

/** `{{number 1234.5 minimumFractionDigits=2}}`: the options are those of Intl.NumberFormat. */
export const number: Helper = {
  min: 1,
  max: 1,
  run: (call) => numberFormat(call).format(asNumber(call.args[0])),
};

/** `{{currency 10 currency='EUR'}}`: the options are those of Intl.NumberFormat. */
export const currency: Helper = {
  min: 1,
  max: 1,
  run(call) {
    if (typeof call.hash.currency !== 'string') throw new HelperError("needs a currency, such as currency='EUR'");
    return numberFormat(call, { style: 'currency' }).format(asNumber(call.args[0]));
  },
};

/** `{{datetime @inputs.time dateStyle='full'}}`: ISO text or epoch milliseconds; the options are those of Intl.DateTimeFormat. */
export const datetime: Helper = {
  min: 1,
  max: 1,
  run: (call) => dateTimeFormat(call, { timeZone: call.env.timeZone }).format(instantOf(call.args[0])),
};

const DAY_MS = 86_400_000;
/** Unit, its length in milliseconds, and from which count of it on the next unit reads better. */
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number, number])[] = [
  ['second', 1_000, 60],
  ['minute', 60_000, 60],
  ['hour', 3_600_000, 24],
  ['day', DAY_MS, 30],
  ['month', 30.436_875 * DAY_MS, 12],
  ['year', 365.2425 * DAY_MS, Number.POSITIVE_INFINITY],
];
/** As epoch milliseconds, a smaller number would lie in the first day of 1970; so it is a count of units. */
const SMALLEST_INSTANT_MS = 100_000_000;

/**
 * `{{relativetime -1 range='days'}}` counts units (days unless given); `{{relativetime @inputs.time}}` tells how far an ISO
 * time or epoch milliseconds lie from now. Other options are those of Intl.RelativeTimeFormat.
 */
export const relativetime: Helper = {
  min: 1,
  max: 1,
  run(call) {
    const format = relativeTimeFormat(call);
    const count = countOf(call);
    if (count !== undefined) return format.format(count, unitOf(call.hash.range));
    const distance = instantOf(call.args[0]) - call.env.now;
    for (const [unit, length, limit] of UNITS) {
      const rounded = Math.round(distance / length);
      if (Math.abs(rounded) < limit) return format.format(rounded, unit);
    }
    throw new HelperError('is too far from now');
  },
};

function countOf({ args: [value], hash }: HelperCall): number | undefined {
  if (hash.range !== undefined) return asNumber(value);
  return typeof value === 'number' && Math.abs(value) < SMALLEST_INSTANT_MS ? value : undefined;
}

const RANGES = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const;

function unitOf(range: JsonValue | undefined): Intl.RelativeTimeFormatUnit {
  if (range === undefined) return 'day';
  const unit = RANGES.find((name) => name === range || `${name}s` === range);
  if (!unit) throw new HelperError(`needs a range of ${RANGES.join(', ')}`);
  return unit;
}

function instantOf(value: JsonValue | undefined): number {
  const instant = parseInstant(value);
  if (instant !== undefined) return instant;
  const shown = typeof value === 'string' ? `'${value.slice(0, 40)}'` : kindOf(value);
  throw new HelperError(`needs an ISO 8601 time or epoch milliseconds and got ${shown}`);
}
