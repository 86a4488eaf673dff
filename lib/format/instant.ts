/** 9999-12-31T23:59:59.999Z, the last moment that ISO 8601 writes with four digits. */
export const MAX_INSTANT_MS = 253_402_300_799_999;
/** 0000-01-01T00:00:00Z */
const MIN_INSTANT_MS = -62_167_219_200_000;

const ISO_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/**
 * Reads an ISO 8601 date or time. Without an offset it is UTC, whatever the time zone of the machine.
 * @returns epoch milliseconds (of the years 0 to 9999), or undefined for anything else, such as 30 February
 */
export function parseIsoTime(text: string): number | undefined {
  const match = ISO_TIME.exec(text.trim());
  if (!match) return undefined;
  const [, ...groups] = match;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = groups
    .slice(0, 6)
    .map((g) => Number(g ?? 0));
  const hasTime = groups[3] !== undefined;
  const offset = offsetMinutes(groups[7]);
  if (offset === undefined || (groups[7] !== undefined && !hasTime)) return undefined;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const milliseconds = Math.floor(Number(`0.${groups[6] ?? '0'}`) * 1_000);
  const date = new Date(0);
  // Not Date.UTC, which reads the year 50 as 1950.
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute - offset, second, milliseconds);
  return inBounds(date.getTime());
}

/**
 * Reads a moment as events carry it: epoch milliseconds as a number or in digits, or an ISO 8601 time.
 * @returns epoch milliseconds, or undefined
 */
export function parseInstant(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? inBounds(Math.trunc(value)) : undefined;
  if (typeof value !== 'string' || value.length > 64) return undefined;
  return /^\s*\d{1,15}\s*$/.test(value) ? inBounds(Number(value)) : parseIsoTime(value);
}

function inBounds(ms: number): number | undefined {
  return ms >= MIN_INSTANT_MS && ms <= MAX_INSTANT_MS ? ms : undefined;
}

export function daysInMonth(year: number, month: number): number {
  const last = new Date(0);
  last.setUTCFullYear(year, month, 0);
  return last.getUTCDate();
}

function offsetMinutes(text: string | undefined): number | undefined {
  if (text === undefined || text.toUpperCase() === 'Z') return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(3).replace(':', '') || 0);
  if (hours > 23 || minutes > 59) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
