export const RETRY_AFTER_MAX_MS = 3_600_000;

/**
 * Reads a Retry-After header (RFC 9110: seconds or an HTTP date) as milliseconds from `now`.
 * At most an hour; undefined when absent, in the past or unreadable.
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  // Date.parse also reads "-5" and the like: only the forms that begin with a weekday are HTTP dates.
  const isDate = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text);
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1_000 : isDate ? Date.parse(text) - now : Number.NaN;
  return waitMs > 0 ? Math.min(waitMs, RETRY_AFTER_MAX_MS) : undefined;
}
