import type { JsonValue } from '@/lib/format/json';
import { MAX_ARRAY_LENGTH } from '../limits';
import { kindOf, toText } from '../text';
import { type Helper, type HelperCall, HelperError } from './helper';

/** Items of an array, characters (UTF-16 units) of a text. */
export const length: Helper = {
  min: 1,
  max: 1,
  run({ args: [value] }) {
    if (Array.isArray(value) || typeof value === 'string') return value.length;
    throw new HelperError(`needs an array or a text and got ${kindOf(value)}`);
  },
};

/** Whether an array holds a value, or a text contains a text. */
export const includes: Helper = {
  min: 2,
  max: 2,
  block: true,
  run({ args: [whole, part], budget }) {
    if (Array.isArray(whole)) {
      budget.work(whole.length);
      return whole.includes(part ?? null);
    }
    if (typeof whole === 'string') return whole.includes(asText(part));
    throw new HelperError(`needs an array or a text and got ${kindOf(whole)}`);
  },
};

/** Joins the items of arrays, and further arguments, by `sep`: `{{join @inputs.tags sep=' - '}}`; a comma and a space unless given. */
export const join: Helper = {
  min: 1,
  max: 100,
  run({ args, hash, budget }) {
    const separator = asText(hash.sep ?? ', ');
    const items = args.flat() as (JsonValue | undefined)[];
    if (items.length > MAX_ARRAY_LENGTH) throw new HelperError(`joins at most ${MAX_ARRAY_LENGTH} items`);
    budget.work(items.length * (separator.length + 1));
    return items.map(asText).join(separator);
  },
};

/** JSON that may stand within a `<script>`: `</script` becomes `<\/script`. */
export const toJsonString: Helper = { min: 1, max: 1, run: stringify };

function stringify({ args: [value], budget }: HelperCall): string {
  budget.work(budget.measure(value ?? null));
  return JSON.stringify(value ?? null).replace(/<\/(script)/gi, '<\\/$1');
}

function asText(value: JsonValue | undefined): string {
  const text = Array.isArray(value) ? undefined : toText(value);
  if (text === undefined) throw new HelperError(`needs a text and got ${kindOf(value)}`);
  return text;
}
