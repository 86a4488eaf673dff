import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Change, onChanges } from '@/db/changes';
import { countBetween } from '@/db/statistics';
import { timeOfId } from '@/lib/format/id';
import { RUN_STATUSES } from '@/lib/runs/constants';
import type { StatisticsBucket, Volume } from './schema';

const HOUR_MS = 3_600_000;
/** What retention removed is noticed after this long; what nobody asked for during it is forgotten. */
const KEEP_MS = 600_000;
/** Two months of hours; beyond them all are counted anew. */
const MAX_HOURS = 1_500;

interface CountedHour extends Volume {
  countedAt: number;
}

/** Hours that were counted and have not changed since: a month is counted once, then only its last hour. */
export interface VolumeCounter {
  /** Volume of each bucket between two times (epoch ms). Between two counts others get their turn. */
  countBuckets(from: number, to: number, bucketMs: number): Promise<StatisticsBucket[]>;
  /** Volume between two times (epoch ms). */
  count(from: number, to: number): Promise<Volume>;
  close(): void;
}

/** @param now for tests. */
export function createVolumeCounter(now: () => number = Date.now): VolumeCounter {
  const hours = new Map<number, CountedHour>();
  let lastUse = 0;
  let stopListening: (() => void) | undefined;

  function forgetChanged(changes: readonly Change[], complete: boolean): void {
    if (now() - lastUse > KEEP_MS) forgetAll();
    if (!complete) hours.clear();
    for (const { id } of changes) hours.delete(Math.floor(timeOfId(id) / HOUR_MS));
  }

  function forgetAll(): void {
    stopListening?.();
    stopListening = undefined;
    hours.clear();
  }

  function knownHour(hour: number): Volume | undefined {
    const known = hours.get(hour);
    return known && known.countedAt > now() - KEEP_MS ? known : undefined;
  }

  function countHour(hour: number): Volume {
    const counted = { ...countBetween(hour * HOUR_MS, (hour + 1) * HOUR_MS), countedAt: now() };
    if (hours.size >= MAX_HOURS) hours.clear();
    hours.set(hour, counted);
    return counted;
  }

  async function count(from: number, to: number): Promise<Volume> {
    lastUse = now();
    stopListening ??= onChanges(forgetChanged);
    const sum = noVolume();
    for (let at = from; at < to; ) {
      const hour = Math.floor(at / HOUR_MS);
      const end = Math.min(to, (hour + 1) * HOUR_MS);
      const isWhole = end - at === HOUR_MS;
      const known = isWhole ? knownHour(hour) : undefined;
      add(sum, known ?? (isWhole ? countHour(hour) : countBetween(at, end)));
      at = end;
      if (!known) await nextTurn();
    }
    return sum;
  }

  return {
    count,
    async countBuckets(from, to, bucketMs) {
      const buckets: StatisticsBucket[] = [];
      for (let at = from; at < to; at += bucketMs) {
        buckets.push({ at, ...(await count(at, Math.min(at + bucketMs, to))) });
      }
      return buckets;
    },
    close: forgetAll,
  };
}

function noVolume(): Volume {
  return { events: 0, runs: { pending: 0, running: 0, succeeded: 0, failed: 0, canceled: 0 } };
}

function add(sum: Volume, more: Volume): void {
  sum.events += more.events;
  for (const status of RUN_STATUSES) sum.runs[status] += more.runs[status];
}
