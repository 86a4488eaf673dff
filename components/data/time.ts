const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;
/** From here on a date says more than a distance. */
const FAR_MS = 7 * 86_400_000;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const local = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const utc = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });

const thisYear = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const otherYear = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

/** "now", "5 min ago", "in 3 days"; a week away and further the date: "4 Jun, 09:12", "4 Jun 2025". Both in epoch milliseconds. */
export function formatRelative(timestamp: number, now: number): string {
  const difference = timestamp - now;
  const distance = Math.abs(difference);
  if (distance >= FAR_MS) {
    const isThisYear = new Date(timestamp).getFullYear() === new Date(now).getFullYear();
    return (isThisYear ? thisYear : otherYear).format(timestamp);
  }
  const found = UNITS.find(([, size]) => distance >= size);
  if (!found) return difference < 0 || distance < 1_000 ? 'now' : `in ${Math.ceil(distance / 1_000)} s`;
  const [unit, ms] = found;
  return relative.format(Math.trunc(difference / ms), unit).replace('.', '');
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
