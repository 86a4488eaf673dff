/** Waiting times between attempts; all in milliseconds. */
export interface BackoffPolicy {
  baseMs: number;
  capMs: number;
}

/**
 * How long to wait after failed attempt number `attempt` (1, 2, 3 …): doubling from the base up to the cap, half of it
 * fixed and half random, so that what failed together does not come back together.
 * @param random a number in [0, 1).
 */
export function backoffMs(attempt: number, policy: BackoffPolicy, random: number): number {
  const full = Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(Math.max(attempt, 1) - 1, 52));
  return Math.round(full / 2 + (full / 2) * random);
}
