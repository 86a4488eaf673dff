import { type Helper, HelperError } from './helper';
import { asNumber } from './numbers';

const MANY = 100;

/** Works from the left: `{{subtract 10 3 2}}` is 5. */
function fold(operate: (a: number, b: number) => number): Helper {
  return { min: 1, max: MANY, run: ({ args }) => finite(args.map(asNumber).reduce(operate)) };
}

function rounding(round: (value: number) => number): Helper {
  return { min: 1, max: 1, run: ({ args }) => finite(round(asNumber(args[0]))) };
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new HelperError('gives no finite number');
  return value;
}

function nonZero(value: number): number {
  if (value === 0) throw new HelperError('cannot divide by zero');
  return value;
}

export const sum = fold((a, b) => a + b);
export const subtract = fold((a, b) => a - b);
export const multiply = fold((a, b) => a * b);
export const divide = fold((a, b) => a / nonZero(b));
export const mod: Helper = {
  min: 2,
  max: 2,
  run: ({ args: [a, b] }) => finite(asNumber(a) % nonZero(asNumber(b))),
};
export const floor = rounding(Math.floor);
export const ceil = rounding(Math.ceil);
/** Halves go up: 4.5 gives 5, -4.5 gives -4. */
export const round = rounding(Math.round);
