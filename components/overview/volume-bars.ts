import type { Statistics } from '@/lib/statistics/schema';

const DAY_MS = 86_400_000;

/** What came in from `at` on for the length of a bucket, and what became of it. */
export interface VolumeBar {
  at: number;
  events: number;
  done: number;
  underWay: number;
  canceled: number;
  failed: number;
}

export function toBars({ buckets }: Statistics): VolumeBar[] {
  return buckets.map(({ at, events, runs }) => ({
    at,
    events,
    done: runs.succeeded,
    underWay: runs.pending + runs.running,
    canceled: runs.canceled,
    failed: runs.failed,
  }));
}

/** The whole in a sentence: "1,204 done, 3 failed of 600 events". */
export function describeVolume(bars: readonly VolumeBar[]): string {
  const total = (key: Exclude<keyof VolumeBar, 'at'>) =>
    bars.reduce((sum, bar) => sum + bar[key], 0).toLocaleString('en');
  return `${total('done')} done, ${total('failed')} failed, ${total('underWay')} under way, of ${total('events')} events`;
}

const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** When a bucket begins, where the reader is: for an axis, and exactly. */
export function formatBucket(at: number, bucketMs: number): { short: string; long: string } {
  const date = day.format(at);
  const time = hour.format(at);
  return { short: bucketMs < DAY_MS / 4 ? time : date, long: `${date}, ${time}` };
}
