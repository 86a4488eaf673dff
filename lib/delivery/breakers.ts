import type { Logger } from 'pino';
import {
  BREAKER_POLICY,
  type Breaker,
  type BreakerPolicy,
  createBreaker,
  type OpenBreaker,
  type TargetResult,
} from './breaker';
import { earliest } from './earliest';

/** The mail server. */
export const MAIL_TARGET = 'mail';

/** The key of a function among the targets. */
export function functionTarget(name: string): string {
  return `function:${name}`;
}

/** An attempt that has begun, as its target's breaker knows it. */
export interface Trial {
  target: string;
  /** It is the one attempt that decides whether more follow: its failure is the target's, and costs the work nothing. */
  probe: boolean;
  /** It was told how it ended: whatever is said later does not count. */
  ended?: true;
}

/** A target that is kept from work. */
export interface BreakerView extends OpenBreaker {
  probing: boolean;
  /** It has opened so often that somebody must look; or a setting is wrong. */
  alert: boolean;
}

/** One breaker for each target: the mail server, and each function that is called over the network. */
export interface Breakers {
  /** How many attempts may begin at a target now. */
  room(target: string, now: number): number;
  begin(target: string, now: number, asked?: boolean): Trial;
  end(trial: Trial, result: TargetResult | undefined, message: string, now: number): void;
  /** Lets one attempt begin at once. @returns false when nothing keeps work from that target. */
  probeNow(target: string, now: number): boolean;
  /** The target is gone. */
  forget(target: string): void;
  /** Undefined while work flows. */
  view(target: string): BreakerView | undefined;
  /** All targets that are kept from work. */
  list(): [string, BreakerView][];
  /** When the next probe may begin that may not begin yet. */
  nextProbeAt(now: number): number | undefined;
}

export interface BreakerStore {
  saved: readonly (readonly [string, OpenBreaker])[];
  /** Keeps it over a restart; undefined: it is closed. Must not throw. */
  save(target: string, open: OpenBreaker | undefined): void;
}

export function createBreakers(store: BreakerStore, logger: Logger, policy: BreakerPolicy = BREAKER_POLICY): Breakers {
  const breakers = new Map<string, Breaker>(store.saved.map(([target, open]) => [target, createBreaker(policy, open)]));

  /** Those that are open: workers ask for the next probe each time that they look for work. */
  const away = new Set(breakers.keys());

  function breakerOf(target: string): Breaker {
    const known = breakers.get(target);
    if (known) return known;
    const made = createBreaker(policy);
    breakers.set(target, made);
    return made;
  }

  function view(target: string): BreakerView | undefined {
    const breaker = breakers.get(target);
    if (!breaker?.open) return undefined;
    const { open, probing } = breaker;
    return { ...open, probing, alert: open.cause === 'misconfigured' || open.trips >= policy.alertTrips };
  }

  function tell(target: string, change: 'opened' | 'closed'): void {
    const open = view(target);
    if (open) away.add(target);
    else away.delete(target);
    store.save(target, breakers.get(target)?.open);
    if (!open) {
      logger.info({ target, change }, 'the target answers again: its work goes on');
      return;
    }
    const { cause, trips, until, message, alert } = open;
    const details = { target, cause, trips, until: new Date(until).toISOString(), reason: message, alert };
    logger.warn(details, alert ? 'work for a target waits, and somebody must look' : 'work for a target waits');
  }

  return {
    room: (target, now) => breakers.get(target)?.room(now) ?? Number.POSITIVE_INFINITY,
    // Names of functions come from outside: nothing is kept of those that tell nothing.
    begin: (target, now, asked) => ({ target, probe: breakers.get(target)?.begin(now, asked) ?? false }),
    end(trial, result, message, now) {
      if (trial.ended) return;
      trial.ended = true;
      const { target, probe } = trial;
      const breaker = result === undefined ? breakers.get(target) : breakerOf(target);
      const change = breaker?.end(probe, result, message, now);
      if (change) tell(target, change);
    },
    probeNow: (target, now) => breakers.get(target)?.probeNow(now) ?? false,
    forget(target) {
      if (breakers.get(target)?.open) store.save(target, undefined);
      breakers.delete(target);
      away.delete(target);
    },
    view,
    list: () =>
      [...away].flatMap((target) => {
        const open = view(target);
        return open ? [[target, open] as [string, BreakerView]] : [];
      }),
    nextProbeAt(now) {
      let next: number | undefined;
      for (const target of away) {
        const until = breakers.get(target)?.open?.until ?? 0;
        if (until > now) next = earliest(next, until);
      }
      return next;
    },
  };
}
