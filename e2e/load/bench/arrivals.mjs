// What a receiver has got, by the number of the event behind it.
import { monotonicMs } from './job.mjs';

/** Counts arrivals of events; `numberOf` reads the number, or undefined when the content is wrong. */
export function createArrivals(numberOf) {
  let counts = new Uint8Array(1 << 20);
  let times = new Float64Array(1 << 20);
  let total = 0;
  let wrong = 0;
  return {
    note(text) {
      const n = numberOf(text);
      if (n === undefined) {
        wrong++;
        return;
      }
      if (n >= counts.length) grow(n);
      if (counts[n]++ === 0) times[n] = monotonicMs();
      total++;
    },
    commands: {
      total: () => total,
      /** Of the events `from` to `to` (excluded): how often each came, and when first. */
      read: ({ from, to }) => ({ counts: counts.slice(from, to), times: times.slice(from, to), total, wrong }),
      reset() {
        counts.fill(0);
        times.fill(0);
        total = 0;
        wrong = 0;
      },
    },
  };

  function grow(n) {
    const size = 2 ** Math.ceil(Math.log2(n + 1));
    const wider = { counts: new Uint8Array(size), times: new Float64Array(size) };
    wider.counts.set(counts);
    wider.times.set(times);
    ({ counts, times } = wider);
  }
}
