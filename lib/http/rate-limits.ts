import { ServiceError } from '@/lib/errors/service-error';

const MINUTE_MS = 60_000;
/** Of those that were here longest ago, the first are forgotten: by then most are as good as new. */
const MAX_KNOWN = 10_000;

/** How much somebody may still do, as of when. */
interface Allowance {
  left: number;
  at: number;
}

export interface RateLimits {
  /**
   * Takes turns, of `perMinute` that grow back evenly.
   * @param what names the limit: `changes`. @param who whose it is.
   * @returns in how many seconds to try again; undefined: granted.
   */
  take(what: string, who: string, perMinute: number, now: number, count?: number): number | undefined;
}

/** Counts in memory: a restart gives everybody a full allowance. Sign-ins are counted in the database instead. */
export function createRateLimits(): RateLimits {
  const known = new Map<string, Allowance>();
  return {
    take(what, who, perMinute, now, count = 1) {
      const key = `${what} ${who}`;
      const before = known.get(key) ?? { left: perMinute, at: now };
      const grown = (Math.max(0, now - before.at) * perMinute) / MINUTE_MS;
      const left = Math.min(perMinute, before.left + grown) - count;
      if (left < 0) return Math.max(1, Math.ceil((-left * MINUTE_MS) / perMinute / 1_000));
      // Written again at the end: the map keeps who was here last.
      known.delete(key);
      known.set(key, { left, at: now });
      const [oldest] = known.keys();
      if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
      return undefined;
    },
  };
}

/**
 * Takes turns, or refuses. Not a method: the limits are of the server's bundle, and Next's has an error class of its own.
 * @throws ServiceError 27 (status 429) that says when to try again.
 */
export function requireTurn(limits: RateLimits, ...turn: Parameters<RateLimits['take']>): void {
  const seconds = limits.take(...turn);
  if (seconds === undefined) return;
  const [what, , perMinute] = turn;
  throw new ServiceError(27, `${perMinute} ${what} a minute are the most: try again in ${seconds} s`, {
    status: 429,
    headers: { 'retry-after': String(seconds) },
  });
}
