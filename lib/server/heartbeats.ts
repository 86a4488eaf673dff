/** Every loop beats at least this often while it is alive, plus what a busy event loop costs. */
const SILENT_AFTER_MS = 8_000;

/** Which loops of the engine still turn. */
export interface Heartbeats {
  /** To be called by a loop each time that it looks for work. */
  beat(loop: string): void;
  /** Loops that have been silent for too long, with for how long (ms). */
  silent(): { loop: string; ms: number }[];
}

/** @param clock milliseconds that never go back. */
export function createHeartbeats(clock: () => number = () => performance.now()): Heartbeats {
  const beats = new Map<string, number>();
  return {
    beat: (loop) => void beats.set(loop, clock()),
    silent() {
      const now = clock();
      const all = [...beats].map(([loop, at]) => ({ loop, ms: Math.round(now - at) }));
      return all.filter(({ ms }) => ms > SILENT_AFTER_MS);
    },
  };
}
