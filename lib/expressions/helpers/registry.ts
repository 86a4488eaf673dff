import { includes, join, length, toJsonString } from './collections';
import { currency, datetime, number, relativetime } from './format';
import type { Helper } from './helper';
import { and, eq, ge, gt, le, lt, ne, not, or } from './logic';
import { ceil, divide, floor, mod, multiply, round, subtract, sum } from './math';
import { t } from './translate';

/** Every helper that is an ordinary function of its arguments. A new one: one file or entry, and its line here. */
const HELPERS = {
  t,
  number,
  currency,
  datetime,
  relativetime,
  and,
  or,
  not,
  eq,
  ne,
  gt,
  ge,
  lt,
  le,
  sum,
  subtract,
  multiply,
  divide,
  mod,
  floor,
  ceil,
  round,
  length,
  includes,
  join,
  toJsonString,
} satisfies Record<string, Helper>;

/** Names that the interpreter itself knows: they decide which of their arguments or parts are evaluated at all. */
const BLOCK_FORMS = ['if', 'unless', 'each', 'with'] as const;
const VALUE_FORMS = ['default', 'lookup'] as const;
export type BlockForm = (typeof BLOCK_FORMS)[number];
type ValueForm = (typeof VALUE_FORMS)[number];

const byName: ReadonlyMap<string, Helper> = new Map(Object.entries(HELPERS));

/** The helper of that name, if there is one; `if`, `each`, `default` and their like are not among them. */
export function findHelper(name: string): Helper | undefined {
  return byName.get(name);
}

export function isBlockForm(name: string): name is BlockForm {
  return (BLOCK_FORMS as readonly string[]).includes(name);
}

export function isValueForm(name: string): name is ValueForm {
  return (VALUE_FORMS as readonly string[]).includes(name);
}

/** Every name that can be called, in a `{{…}}` or as a block. */
export function helperNames(): string[] {
  return [...BLOCK_FORMS, ...VALUE_FORMS, ...byName.keys()];
}
