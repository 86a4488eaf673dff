import type { JsonValue } from '@/lib/format/json';
import { kindOf } from '../text';
import { HelperError } from './helper';

const NUMERIC = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Accepts a number, and a text that is one (`"12.50"`), as events often carry them. */
export function asNumber(value: JsonValue | undefined): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && value.length <= 64 && NUMERIC.test(value.trim())) return Number(value);
  throw new HelperError(`needs a number and got ${kindOf(value)}`);
}
