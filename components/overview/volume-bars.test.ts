import { describe, expect, it } from 'vitest';
import { describeVolume, toBars } from './volume-bars';

const runs = { pending: 1, running: 2, succeeded: 1_200, failed: 3, canceled: 4 };
const statistics = {
  from: 0,
  to: 2,
  bucket: 1,
  buckets: [
    { at: 0, events: 600, runs },
    { at: 1, events: 0, runs: { pending: 0, running: 0, succeeded: 0, failed: 0, canceled: 0 } },
  ],
  dispatchers: [],
  neverFired: { total: 0, data: [] },
  unheard: [],
};

describe('the bars of the volume', () => {
  it('lose no run: what is pending and running is under way', () => {
    expect(toBars(statistics)[0]).toEqual({ at: 0, events: 600, done: 1_200, underWay: 3, canceled: 4, failed: 3 });
  });

  it('are told in a sentence', () => {
    expect(describeVolume(toBars(statistics))).toBe('1,200 done, 3 failed, 3 under way, of 600 events');
  });
});
