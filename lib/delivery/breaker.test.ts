import { describe, expect, it } from 'vitest';
import { BREAKER_POLICY, type Breaker, createBreaker, type TargetResult } from './breaker';

const START = Date.UTC(2026, 4, 17, 12);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A breaker with a clock that a test moves. */
function rig(saved?: Parameters<typeof createBreaker>[1], startAt = START) {
  const breaker: Breaker = createBreaker(BREAKER_POLICY, saved);
  let now = startAt;
  return {
    breaker,
    now: () => now,
    pass(ms: number) {
      now += ms;
    },
    room: () => breaker.room(now),
    /** One attempt from its beginning to its end. */
    attempt(result: TargetResult | undefined, message = '') {
      return breaker.end(breaker.begin(now), result, message, now);
    },
    fail(times: number) {
      return Array.from({ length: times }, () => this.attempt('unavailable', 'refused'));
    },
    /** Lets the wait pass, and the probe fail. */
    failProbe() {
      now = breaker.open?.until ?? now;
      return this.attempt('unavailable', 'refused');
    },
  };
}

describe('R-32 a breaker', () => {
  it('R-32 lets everything through while a target answers', () => {
    const { attempt, room } = rig();
    for (let i = 0; i < 100; i++) expect(attempt('answered')).toBeUndefined();
    expect(room()).toBe(Number.POSITIVE_INFINITY);
  });

  it('R-32 opens at the fifth failure in a row, and lets nothing through for 30 s', () => {
    const one = rig();
    expect(one.fail(5)).toEqual([undefined, undefined, undefined, undefined, 'opened']);
    expect(one.breaker.open).toMatchObject({ cause: 'unavailable', message: 'refused', trips: 1, since: START });
    expect(one.room()).toBe(0);
    one.pass(30 * SECOND - 1);
    expect(one.room()).toBe(0);
  });

  it('R-32 a success in between begins the row anew', () => {
    const one = rig();
    for (let i = 0; i < 2; i++) {
      one.fail(4);
      for (let n = 0; n < 4; n++) one.attempt('answered');
    }
    expect(one.breaker.open).toBeUndefined();
  });

  it('R-32 opens when 70 % of ten results within a minute are failures, and not at fewer', () => {
    const run = (pattern: string) => {
      const one = rig();
      for (const mark of pattern) one.attempt(mark === 'x' ? 'unavailable' : 'answered');
      return one.breaker.open !== undefined;
    };
    expect(run('xxxoxxoxx')).toBe(false);
    expect(run('xxxoxxoxxo')).toBe(false);
    expect(run('oxxxoxxoxx')).toBe(true);
    expect(run('oxxoxxoxxo')).toBe(false);
  });

  it('R-32 forgets results that are older than a minute', () => {
    const one = rig();
    for (const mark of 'oxxxoxx') one.attempt(mark === 'x' ? 'unavailable' : 'answered');
    one.pass(61 * SECOND);
    for (const mark of 'oxx') one.attempt(mark === 'x' ? 'unavailable' : 'answered');
    expect(one.breaker.open).toBeUndefined();
  });

  it('R-32 half open: one single probe, whoever else asks', () => {
    const one = rig();
    one.fail(5);
    one.pass(30 * SECOND);
    expect(one.room()).toBe(1);
    const probe = one.breaker.begin(one.now());
    expect([probe, one.room(), one.breaker.begin(one.now()), one.breaker.probing]).toEqual([true, 0, false, true]);
  });

  it('R-32 closes when the probe is answered, and everything flows again', () => {
    const one = rig();
    one.fail(5);
    one.pass(30 * SECOND);
    expect(one.attempt('answered')).toBe('closed');
    expect(one.room()).toBe(Number.POSITIVE_INFINITY);
    expect(one.fail(4)).toEqual(Array(4).fill(undefined));
    expect(one.fail(1)).toEqual(['opened']);
    expect(one.breaker.open?.trips).toBe(1);
  });

  it('R-32 doubles the wait with each probe that fails, up to ten minutes', () => {
    const one = rig();
    one.fail(5);
    const waits = [one.breaker.open?.waitMs];
    for (let i = 0; i < 6; i++) {
      one.failProbe();
      waits.push(one.breaker.open?.waitMs);
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 600, 600].map((seconds) => seconds * SECOND));
    expect(one.breaker.open).toMatchObject({ trips: 7, since: START });
  });

  it('R-32 what began before it opened neither closes it nor counts as the probe', () => {
    const one = rig();
    const early = [1, 2, 3].map(() => one.breaker.begin(one.now()));
    one.fail(5);
    expect(one.breaker.end(early[0] ?? false, 'answered', '', one.now())).toBeUndefined();
    one.pass(30 * SECOND);
    const probe = one.breaker.begin(one.now());
    expect(one.breaker.end(early[1] ?? false, 'unavailable', '', one.now())).toBeUndefined();
    expect(one.breaker.open?.trips).toBe(1);
    expect(one.breaker.end(probe, 'answered', '', one.now())).toBe('closed');
  });

  it('R-32 a probe that was interrupted may begin again at once', () => {
    const one = rig();
    one.fail(5);
    one.pass(30 * SECOND);
    expect(one.attempt(undefined)).toBeUndefined();
    expect(one.room()).toBe(1);
    expect(one.breaker.open?.trips).toBe(1);
  });

  it('R-32 a wrong setting opens it at once, and is tried every 15 minutes', () => {
    const one = rig();
    expect(one.attempt('misconfigured', '535 no')).toBe('opened');
    for (let i = 0; i < 3; i++) {
      expect(one.breaker.open).toMatchObject({ cause: 'misconfigured', message: '535 no', waitMs: 15 * MINUTE });
      one.pass(15 * MINUTE - 1);
      expect(one.room()).toBe(0);
      one.pass(1);
      expect(one.room()).toBe(1);
      one.attempt('misconfigured', '535 no');
    }
  });

  it('R-32 probes now when a person wants it', () => {
    const one = rig();
    expect(one.breaker.probeNow(one.now())).toBe(false);
    one.fail(5);
    expect(one.breaker.probeNow(one.now())).toBe(true);
    expect(one.room()).toBe(1);
    expect(one.attempt('answered')).toBe('closed');
  });

  it('R-32 what a person asks for directly is a probe, also while it is open', () => {
    const one = rig();
    one.fail(5);
    expect(one.breaker.begin(one.now())).toBe(false);
    expect(one.breaker.end(one.breaker.begin(one.now(), true), 'answered', '', one.now())).toBe('closed');
  });

  it('R-32 goes on after a restart where it was', () => {
    const one = rig();
    one.fail(5);
    one.failProbe();
    const again = rig(one.breaker.open, one.now());
    expect(again.room()).toBe(0);
    again.failProbe();
    expect(again.breaker.open).toMatchObject({ trips: 3, waitMs: 120 * SECOND, since: START });
  });

  it('R-32 a clock that was set back does not keep it open', () => {
    const one = rig();
    one.fail(5);
    one.pass(-60 * MINUTE);
    expect(one.room()).toBe(1);
  });
});
