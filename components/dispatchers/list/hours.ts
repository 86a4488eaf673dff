const HOUR_MS = 3_600_000;
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

interface Hour {
  from: string;
  to: string;
  count: number;
}

/** What a sparkline shows, as numbers: the hours with anything in them, where the reader is. Pure but for the time zone. */
export function toHourWords(
  counts: readonly number[],
  countedAt: number,
): { total: string; sentence: string; hours: Hour[] } {
  const sum = counts.reduce((total, count) => total + count, 0);
  const start = countedAt - counts.length * HOUR_MS;
  const hours = counts.flatMap((count, hour): Hour[] => {
    if (count === 0) return [];
    const from = start + hour * HOUR_MS;
    return [{ from: clock.format(from), to: clock.format(from + HOUR_MS), count }];
  });
  const total = `${sum === 0 ? 'No' : sum.toLocaleString('en')} run${sum === 1 ? '' : 's'} in the last 24 hours`;
  const parts = hours.map(({ from, to, count }) => `${from} to ${to}: ${count.toLocaleString('en')}`);
  return { total, sentence: parts.length === 0 ? total : `${total}. ${parts.join(', ')}`, hours };
}

/** One bar an hour; one that is not empty can always be seen. */
export function toSparklineBars(
  counts: readonly number[],
  height: number,
): { hour: number; height: number; isEmpty: boolean }[] {
  const most = Math.max(1, ...counts);
  return counts.map((count, hour) => ({
    hour,
    height: count === 0 ? 1 : Math.max(3, Math.round((count / most) * height)),
    isEmpty: count === 0,
  }));
}
