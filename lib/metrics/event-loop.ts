import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 50;
const NS_PER_S = 1e9;

/** How late the event loop comes, in seconds, since it was read last. */
export interface LoopDelay {
  read(): { p50: number; p99: number; max: number };
  close(): void;
}

export function watchLoopDelay(): LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  // What is measured is the time between two looks.
  const toSeconds = (ns: number) => Math.max(0, ns / NS_PER_S - RESOLUTION_MS / 1_000);
  return {
    read() {
      const found = {
        p50: toSeconds(histogram.percentile(50)),
        p99: toSeconds(histogram.percentile(99)),
        max: toSeconds(histogram.max),
      };
      histogram.reset();
      return found;
    },
    close: () => histogram.disable(),
  };
}
