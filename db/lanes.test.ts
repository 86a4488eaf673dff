import { describe, expect, it } from 'vitest';
import { type LaneQueue, type PickOptions, pickDue } from './lanes';

function queueOf(lanes: Record<string, string[]>): LaneQueue {
  const names = Object.keys(lanes).sort();
  return {
    anyDue: () => names.some((name) => (lanes[name] ?? []).length > 0),
    laneAfter: (lane) => names.find((name) => name > lane),
    dueIn: (lane, _now, limit) => (lanes[lane] ?? []).slice(0, limit),
  };
}

const pick = (lanes: Record<string, string[]>, options: Partial<PickOptions> = {}) =>
  pickDue(queueOf(lanes), { limit: 4, now: 0, laneCap: 100, inFlight: new Map(), cursor: '', ...options });

describe('pickDue', () => {
  it('takes turns between lanes, so that a noisy one does not hold up the others', () => {
    expect(pick({ noisy: ['n1', 'n2', 'n3', 'n4', 'n5'], quiet: ['q1'] }).ids).toEqual(['n1', 'q1', 'n2', 'n3']);
  });

  it('goes on after the lane that was served last', () => {
    const lanes = { a: ['a1'], b: ['b1'], c: ['c1'] };
    const first = pick(lanes, { limit: 2 });
    expect(first).toEqual({ ids: ['a1', 'b1'], cursor: 'b' });
    expect(pick(lanes, { limit: 2, cursor: first.cursor }).ids).toEqual(['c1', 'a1']);
  });

  it('leaves a lane alone that has as many under way as it may', () => {
    expect(pick({ a: ['a1', 'a2'], b: ['b1'] }, { laneCap: 2, inFlight: new Map([['a', 2]]) }).ids).toEqual(['b1']);
    expect(pick({ a: ['a1', 'a2'] }, { laneCap: 2, inFlight: new Map([['a', 1]]) }).ids).toEqual(['a1']);
  });

  it('passes over lanes in which nothing is due', () => {
    expect(pick({ a: [], b: ['b1'], c: [] }).ids).toEqual(['b1']);
  });

  it('finds what is due among thousands of lanes that wait for a far-off time', () => {
    const waiting = Array.from({ length: 2_000 }, (_, i) => [`l${i}`, [] as string[]]);
    expect(pick({ ...Object.fromEntries(waiting), z: ['due'] }).ids).toEqual(['due']);
  });

  it('comes back empty when nothing waits', () => {
    expect(pick({}).ids).toEqual([]);
  });
});
