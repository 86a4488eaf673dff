import type { FunctionFailure } from '@/lib/functions/outcome';
import type { TaskFunction } from '@/lib/functions/schema';
import { backoffMs } from './backoff';

/** The contract's retry policy: three retries after 2, 5 and 10 seconds. */
const POLICY_DELAYS_MS = [2_000, 5_000, 10_000] as const;
/** For what never reached the function's code, and for HTTP functions: 12 attempts, over some 3 hours. */
const DELIVERY_BACKOFF = { baseMs: 5_000, capMs: 4 * 3_600_000 };
const DELIVERY_MAX_RETRIES = 11;
/** Waiting for a target that is away costs no attempts, but it ends. */
const DELIVERY_MAX_AGE_MS = 3 * 24 * 3_600_000;

/** What was spent on a task already. */
export interface Effort {
  /** How many times it was retried. */
  retries: number;
  /** Since it was first tried. */
  ageMs: number;
}

/**
 * How long to wait before a failed task is retried; undefined: it has failed for good.
 *
 * A function's own retry policy, when enabled, decides for the errors it names (none named: for all). Without it, an
 * error in the function's code is final, while a failure to deliver the call (and any retryable answer of an HTTP
 * function, where the two cannot be told apart) is tried again with backoff.
 */
export function taskRetryDelayMs(
  fn: Pick<TaskFunction, 'kind' | 'retryPolicy'> | undefined,
  failure: FunctionFailure,
  { retries, ageMs }: Effort,
  random: number,
): number | undefined {
  if (!fn || !failure.retryable) return undefined;
  const notBefore = failure.retryAfterMs ?? 0;
  const { enabled, errorsToRetry } = fn.retryPolicy;
  if (enabled && (errorsToRetry.length === 0 || errorsToRetry.includes(failure.error.name))) {
    const delay = POLICY_DELAYS_MS[retries];
    return delay === undefined ? undefined : Math.max(delay, notBefore);
  }
  const delivery = fn.kind === 'http' || failure.error.type === 'invocation';
  if (!delivery || retries >= DELIVERY_MAX_RETRIES || ageMs > DELIVERY_MAX_AGE_MS) return undefined;
  return Math.max(backoffMs(retries + 1, DELIVERY_BACKOFF, random), notBefore);
}
