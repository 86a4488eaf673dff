import type { Target } from './schema';

/** Due for longer than this is late: work is claimed within milliseconds when there is a free place. */
const LATE_MS = 30_000;
/** An attempt that usually takes longer than this holds up what waits behind it. */
const LONG_MS = 10_000;
/** Fewer attempts than this say nothing about a target. */
const TELLING_ATTEMPTS = 3;

interface Due {
  waiting: number;
  oldestDueAt: number | undefined;
}

/**
 * What state a target is in, from what waits for it and how its newest attempts went (newest first). Pure.
 * @param now epoch ms
 */
export function judgeTarget(
  enabled: boolean,
  { waiting, oldestDueAt }: Due,
  attempts: readonly { ms: number; failed: boolean }[],
  now: number,
): Omit<Target, 'kind' | 'name'> {
  const failed = attempts.filter((attempt) => attempt.failed).length;
  const medianMs = median(attempts.map(({ ms }) => ms));
  const isLate = oldestDueAt !== undefined && now - oldestDueAt > LATE_MS;
  const isFailing = attempts.length >= TELLING_ATTEMPTS && failed * 2 > attempts.length;
  const isLong = attempts.length >= TELLING_ATTEMPTS && (medianMs ?? 0) > LONG_MS;
  const state = !enabled && waiting > 0 ? 'paused' : isFailing ? 'failing' : isLate || isLong ? 'slow' : 'ok';
  return {
    state,
    waiting,
    ...(oldestDueAt === undefined ? {} : { oldestDueAt }),
    attempts: attempts.length,
    failed,
    ...(medianMs === undefined ? {} : { medianMs }),
  };
}

function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
