import pino from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import { BREAKER_POLICY, type OpenBreaker } from './breaker';
import { createBreakers } from './breakers';

const START = Date.UTC(2026, 4, 17, 12);

let lines: { level: number; target: string; alert?: boolean }[];
let stored: Map<string, OpenBreaker>;
beforeEach(() => {
  lines = [];
  stored = new Map();
});

function start() {
  const logger = pino({}, { write: (line: string) => lines.push(JSON.parse(line)) });
  const save = (target: string, open: OpenBreaker | undefined) =>
    open ? stored.set(target, { ...open }) : stored.delete(target);
  return createBreakers({ saved: [...stored], save }, logger, BREAKER_POLICY);
}

function fail(breakers: ReturnType<typeof start>, target: string, now: number, times = 1) {
  for (let i = 0; i < times; i++) breakers.end(breakers.begin(target, now), 'unavailable', 'refused', now);
}

describe('R-32 the breakers of all targets', () => {
  it('R-32 one target that is away leaves the others alone', () => {
    const breakers = start();
    fail(breakers, 'function:away', START, 5);
    expect(breakers.room('function:away', START)).toBe(0);
    expect(breakers.room('function:fine', START)).toBe(Number.POSITIVE_INFINITY);
    expect(breakers.list().map(([target]) => target)).toEqual(['function:away']);
    expect(breakers.nextProbeAt(START)).toBe(START + 30_000);
  });

  it('R-32 raises an alert at the tenth opening in a row, and says in the log when it is over', () => {
    const breakers = start();
    fail(breakers, 'mail', START, 5);
    let now = START;
    for (let trips = 2; trips <= 10; trips++) {
      expect(breakers.view('mail')).toMatchObject({ trips: trips - 1, alert: false });
      now = breakers.view('mail')?.until ?? now;
      fail(breakers, 'mail', now);
    }
    expect(breakers.view('mail')).toMatchObject({ trips: 10, alert: true });
    expect(lines.map(({ level, alert }) => [level, alert])).toEqual([...Array(9).fill([40, false]), [40, true]]);
    now = breakers.view('mail')?.until ?? now;
    breakers.end(breakers.begin('mail', now), 'answered', '', now);
    expect(breakers.view('mail')).toBeUndefined();
    expect(lines.at(-1)).toMatchObject({ level: 30, target: 'mail' });
  });

  it('R-32 raises an alert at once when a setting is wrong', () => {
    const breakers = start();
    breakers.end(breakers.begin('mail', START), 'misconfigured', '535 no', START);
    expect(breakers.view('mail')).toMatchObject({ alert: true, cause: 'misconfigured', message: '535 no' });
  });

  it('R-32 remembers over a restart what is away, and nothing of what answers', () => {
    fail(start(), 'mail', START, 5);
    const after = start();
    expect(after.room('mail', START + 29_999)).toBe(0);
    const now = START + 30_000;
    after.end(after.begin('mail', now), 'answered', '', now);
    expect(stored.size).toBe(0);
    expect(start().room('mail', now)).toBe(Number.POSITIVE_INFINITY);
  });

  it('R-32 an attempt counts once, whatever is said of it later', () => {
    const breakers = start();
    fail(breakers, 'mail', START, 5);
    const now = START + 30_000;
    const trial = breakers.begin('mail', now);
    breakers.end(trial, 'unavailable', 'refused', now);
    breakers.end(trial, 'answered', '', now);
    breakers.end(trial, undefined, '', now);
    expect(breakers.view('mail')).toMatchObject({ trips: 2, until: now + 60_000 });
  });

  it('R-32 keeps nothing of a target that is gone', () => {
    const breakers = start();
    fail(breakers, 'function:gone', START, 5);
    breakers.forget('function:gone');
    expect([breakers.list(), stored.size]).toEqual([[], 0]);
  });
});
