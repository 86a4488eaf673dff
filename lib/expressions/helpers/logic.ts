import type { JsonValue } from '@/lib/format/json';
import { isTruthy, looseEquals } from '../lookup';
import type { Helper } from './helper';
import { asNumber } from './numbers';

const MANY = 100;

function comparison(holds: (order: number) => boolean): Helper {
  return { min: 2, max: 2, block: true, run: ({ args: [a, b] }) => holds(compare(a, b)) };
}

/** Two texts in the order of their characters (which suits ISO times), anything else as numbers. */
function compare(a: JsonValue | undefined, b: JsonValue | undefined): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return asNumber(a) - asNumber(b);
}

/** The first argument for which `stops` holds, else the last; what is absent counts as false. */
function firstWhere(stops: (value: JsonValue) => boolean): Helper['run'] {
  return ({ args }) => {
    const values = args.map((value) => (value === undefined ? false : value));
    const index = values.findIndex(stops);
    return values.at(index) ?? null;
  };
}

/** `arg1 && arg2`: gives the value that decides, as JavaScript does, but the empty array is false, as in `if`. */
export const and: Helper = {
  min: 1,
  max: MANY,
  absentAllowed: true,
  block: true,
  run: firstWhere((v) => !isTruthy(v)),
};
/** `arg1 || arg2`: see `and`. */
export const or: Helper = { min: 1, max: MANY, absentAllowed: true, block: true, run: firstWhere(isTruthy) };
export const not: Helper = { min: 1, max: 1, absentAllowed: true, block: true, run: ({ args }) => !isTruthy(args[0]) };
/** `arg1 == arg2`: a number equals the text that says it; what is absent equals null. */
export const eq: Helper = {
  min: 2,
  max: 2,
  absentAllowed: true,
  block: true,
  run: ({ args: [a, b] }) => looseEquals(a, b),
};
export const ne: Helper = { ...eq, run: ({ args: [a, b] }) => !looseEquals(a, b) };
export const gt = comparison((order) => order > 0);
export const ge = comparison((order) => order >= 0);
export const lt = comparison((order) => order < 0);
export const le = comparison((order) => order <= 0);
