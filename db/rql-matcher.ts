import { type SQL, sql } from 'drizzle-orm';
import { ServiceError } from '@/lib/errors/service-error';
import type { RqlComparison, RqlPath, RqlValue } from '@/lib/rql/schema';

/** One question about one value; `in` has at least one value. None of the values is null. */
export type RqlTest =
  | { op: Exclude<RqlComparison, 'ne'> | 'like'; value: RqlValue }
  | { op: 'in'; values: readonly RqlValue[] };

/** What a field can be asked. A field that holds a list answers for its elements. */
export interface RqlMatcher {
  /** It has a value: present, not null, not an empty list. */
  has(): SQL;
  /** Its value, or one of its elements, passes the test. */
  some(test: RqlTest): SQL;
  /** One of its elements satisfies the condition, which `inner` writes for the element's own fields. */
  any(inner: (scope: RqlScope) => SQL): SQL;
}

/** Where field names are looked up: a resource, or an element of a list. */
export interface RqlScope {
  find(path: RqlPath): RqlMatcher;
  /** The element itself equals the value. */
  element(value: RqlValue): SQL;
}

/** Error 19 for a query that can be read but does not fit the resource. */
export function misfit(message: string): ServiceError {
  return new ServiceError(19, message);
}

/** Not true: false or unknown, as for a column that is null. */
export function isNotTrue(condition: SQL): SQL {
  return sql`((${condition}) is not true)`;
}

export function isNull(value: RqlValue): boolean {
  return value.type === 'guess' && value.value === null;
}

const COMPARATORS = { eq: sql.raw('='), gt: sql.raw('>'), ge: sql.raw('>='), lt: sql.raw('<'), le: sql.raw('<=') };

export function compare(left: SQL, op: keyof typeof COMPARATORS, right: string | number): SQL {
  return sql`${left} ${COMPARATORS[op]} ${right}`;
}

/** SQLite refuses longer patterns (SQLITE_MAX_LIKE_PATTERN_LENGTH). */
const PATTERN_MAX_BYTES = 50_000;

/** Every single character that this one stands for when case does not matter. */
function caseVariants(char: string): string[] {
  const upper = char.toUpperCase();
  const variants = [char, char.toLowerCase(), upper, upper.toLowerCase()];
  return [...new Set(variants)].filter((one) => [...one].length === 1);
}

/**
 * A condition that `left` contains `text`, whatever its case, in every alphabet. GLOB with a class per letter, because
 * SQLite ignores case for ASCII only; for an ASCII text that does, and is several times faster. No character is a wildcard.
 */
export function containsText(left: SQL, text: string): SQL {
  if (text.includes('\0')) throw misfit("'like' cannot look for a NUL character");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII but NUL
  if (/^[\u0001-\u007f]+$/.test(text)) return sql`instr(lower(${left}), ${text.toLowerCase()}) > 0`;
  const classes = [...text].map((char) => {
    const variants = caseVariants(char);
    return variants.length > 1 || '*?['.includes(char) ? `[${variants.join('')}]` : char;
  });
  const pattern = `*${classes.join('')}*`;
  if (Buffer.byteLength(pattern) > PATTERN_MAX_BYTES) throw misfit("the text for 'like' is too long");
  return sql`${left} glob ${pattern}`;
}
