/**
 * How an attempt went, as far as it tells of the target: it answered (also with a refusal) · it was not to be reached, or
 * takes nothing at the moment · it can take nothing until a person changes a setting.
 */
export type TargetResult = 'answered' | 'unavailable' | 'misconfigured';

export interface BreakerPolicy {
  /** Opens at this many results in the window, of which this share were failures … */
  minResults: number;
  failureShare: number;
  windowMs: number;
  /** … or at so many failures one after the other. */
  failuresInARow: number;
  /** How long it stays open; doubles with each probe that fails. */
  openMs: number;
  maxOpenMs: number;
  /** How long when a setting is wrong: trying on gets accounts locked. */
  misconfiguredMs: number;
  /** After so many openings in a row somebody must look. */
  alertTrips: number;
}

export const BREAKER_POLICY: BreakerPolicy = {
  minResults: 10,
  failureShare: 0.7,
  windowMs: 60_000,
  failuresInARow: 5,
  openMs: 30_000,
  maxOpenMs: 600_000,
  misconfiguredMs: 900_000,
  alertTrips: 10,
};

/** Why and until when a breaker is open; what of it outlives a restart. Times are epoch ms. */
export interface OpenBreaker {
  cause: Exclude<TargetResult, 'answered'>;
  /** What the last failure said. */
  message: string;
  /** When it opened, and how often it did since without a success in between. */
  since: number;
  trips: number;
  /** When the next probe may begin, and how long that was from the last failure. */
  until: number;
  waitMs: number;
}

/** Closed: work flows. Open: nothing is tried until a time. Then one attempt, the probe, tells how it goes on. */
export interface Breaker {
  /** How many attempts may begin now: any number, none, or the one probe. */
  room(now: number): number;
  /**
   * Notes that an attempt begins. @param asked a person wants it now: while the breaker is open it is a probe.
   * @returns whether it is the probe: to be handed to `end`.
   */
  begin(now: number, asked?: boolean): boolean;
  /** Notes how an attempt ended; `undefined`: it tells nothing. @returns whether the breaker opened or closed by it. */
  end(probe: boolean, result: TargetResult | undefined, message: string, now: number): 'opened' | 'closed' | undefined;
  /** Lets the probe begin at once. @returns false when it is not open. */
  probeNow(now: number): boolean;
  /** Undefined while it is closed. */
  readonly open: Readonly<OpenBreaker> | undefined;
  readonly probing: boolean;
}

interface Bucket {
  startsAt: number;
  results: number;
  failures: number;
}

const BUCKETS = 6;

/** @param saved how it was before a restart. */
export function createBreaker(policy: BreakerPolicy, saved?: OpenBreaker): Breaker {
  let buckets: Bucket[] = [];
  let inARow = 0;
  let open = saved && { ...saved };
  let probing = false;

  /** Counted by parts of the window: thousands of results a second cost no memory. */
  function count(failed: boolean, now: number): void {
    const last = buckets.at(-1);
    const isNew = !last || now - last.startsAt >= policy.windowMs / BUCKETS || now < last.startsAt;
    const bucket = isNew ? { startsAt: now, results: 0, failures: 0 } : last;
    if (isNew) buckets = [...buckets, bucket].filter(({ startsAt }) => Math.abs(now - startsAt) < policy.windowMs);
    bucket.results++;
    if (failed) bucket.failures++;
    inARow = failed ? inARow + 1 : 0;
  }

  function isFailing(): boolean {
    if (inARow >= policy.failuresInARow) return true;
    const results = buckets.reduce((sum, bucket) => sum + bucket.results, 0);
    const failures = buckets.reduce((sum, bucket) => sum + bucket.failures, 0);
    return results >= policy.minResults && failures >= results * policy.failureShare;
  }

  function trip(cause: OpenBreaker['cause'], message: string, now: number): 'opened' {
    const trips = (open?.trips ?? 0) + 1;
    const doubled = Math.min(policy.maxOpenMs, policy.openMs * 2 ** Math.min(trips - 1, 30));
    const waitMs = cause === 'misconfigured' ? policy.misconfiguredMs : doubled;
    open = { cause, message, since: open?.since ?? now, trips, until: now + waitMs, waitMs };
    return 'opened';
  }

  function close(): 'closed' {
    open = undefined;
    buckets = [];
    inARow = 0;
    return 'closed';
  }

  function room(now: number): number {
    if (!open) return Number.POSITIVE_INFINITY;
    if (probing) return 0;
    // A clock that was set back must not keep it open for longer than it was meant to be.
    return now >= open.until || open.until - now > open.waitMs ? 1 : 0;
  }

  return {
    room,
    begin(now, asked = false) {
      if (!open || probing || !(asked || room(now) > 0)) return false;
      probing = true;
      return true;
    },
    end(probe, result, message, now) {
      if (open) {
        // What began before it opened tells nothing new.
        if (!probe) return undefined;
        probing = false;
        if (result === 'answered') return close();
        if (result !== undefined) return trip(result, message, now);
        open.until = now;
        return undefined;
      }
      if (result === undefined) return undefined;
      if (result === 'misconfigured') return trip(result, message, now);
      count(result === 'unavailable', now);
      return result === 'unavailable' && isFailing() ? trip(result, message, now) : undefined;
    },
    probeNow(now) {
      if (open) open.until = now;
      return open !== undefined;
    },
    get open() {
      return open;
    },
    get probing() {
      return probing;
    },
  };
}
