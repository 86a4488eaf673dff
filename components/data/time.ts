const UNITS = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const local = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const utc = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });

/** "now", "5 min. ago", "in 3 days". Both in epoch milliseconds. */
export function formatRelative(timestamp: number, now: number): string {
  const difference = timestamp - now;
  const distance = Math.abs(difference);
  if (distance < 1_000) return 'now';
  const [unit, ms] = UNITS.find(([, size]) => distance >= size) ?? ['second', 1_000];
  return relative.format(Math.trunc(difference / ms), unit);
}

/** The exact time where the reader is, such as "4 Jun 2026, 09:12:33". */
export function formatLocal(timestamp: number): string {
  return local.format(timestamp);
}

/** The exact time in UTC, such as "4 Jun 2026, 07:12:33". */
export function formatUtc(timestamp: number): string {
  return utc.format(timestamp);
}

/** "120 ms", "1.4 s", "3 min 5 s". */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1_000)} s`;
}
