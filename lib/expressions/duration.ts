import { daysInMonth } from '@/lib/format/instant';

const DURATION =
  /^P(?!$)(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:[.,]\d{1,3})?)S)?)?$/i;
const DAY_MS = 86_400_000;

/** True for a text that means to be an ISO 8601 duration, right or wrong. */
export function looksLikeDuration(text: string): boolean {
  return /^[+-]?P/i.test(text.trim());
}

/**
 * Adds an ISO 8601 duration (`P1DT2H`, `P1M`, `PT0.5S`) to a moment. Years and months are those of the UTC calendar, and
 * the end of a month stays the end: 31 January and P1M give 28 or 29 February.
 * @param from epoch milliseconds
 * @returns epoch milliseconds, or undefined when the text is no such duration (negative ones are none)
 */
export function addDuration(from: number, text: string): number | undefined {
  const match = DURATION.exec(text.trim());
  if (!match) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number((part ?? '0').replace(',', '.')));
  const start = addMonths(from, years * 12 + months);
  return Math.round(start + (weeks * 7 + days) * DAY_MS + hours * 3_600_000 + minutes * 60_000 + seconds * 1_000);
}

function addMonths(from: number, months: number): number {
  if (months === 0) return from;
  const date = new Date(from);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  date.setUTCDate(Math.min(day, daysInMonth(date.getUTCFullYear(), date.getUTCMonth() + 1)));
  return date.getTime();
}
