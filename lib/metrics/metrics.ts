/** What is counted while the server runs; all of it begins at 0 with each start, as Prometheus expects of counters. */
export interface Metrics {
  /** An attempt to send a mail or run a task ended. @param outcome `succeeded`, or the class of its failure. */
  countAttempt(queue: string, outcome: string): void;
  /** A request to intake was answered. */
  observeIntake(status: number, seconds: number): void;
  /** Says how to read how many items of a queue are under way. */
  watchRunning(queue: string, read: () => number): void;
  read(): MetricsReading;
}

export interface MetricsReading {
  attempts: { queue: string; outcome: string; count: number }[];
  intake: { byStatus: [status: number, count: number][]; latency: Histogram };
  running: [queue: string, count: number][];
}

/** `counts[i]` is how many took at most `INTAKE_BOUNDS_S[i]` and more than the bound before; the last: more than any. */
export interface Histogram {
  counts: number[];
  sum: number;
}

/** Seconds. The promise is 50 ms for 99 of 100. */
export const INTAKE_BOUNDS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] as const;

export function createMetrics(): Metrics {
  const attempts = new Map<string, { queue: string; outcome: string; count: number }>();
  const byStatus = new Map<number, number>();
  const latency: Histogram = { counts: Array(INTAKE_BOUNDS_S.length + 1).fill(0), sum: 0 };
  const running = new Map<string, () => number>();
  return {
    countAttempt(queue, outcome) {
      const key = `${queue} ${outcome}`;
      const known = attempts.get(key);
      if (known) known.count++;
      else attempts.set(key, { queue, outcome, count: 1 });
    },
    observeIntake(status, seconds) {
      byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
      const found = INTAKE_BOUNDS_S.findIndex((bound) => seconds <= bound);
      const bucket = found === -1 ? INTAKE_BOUNDS_S.length : found;
      latency.counts[bucket] = (latency.counts[bucket] ?? 0) + 1;
      latency.sum += seconds;
    },
    watchRunning: (queue, read) => void running.set(queue, read),
    read: () => ({
      attempts: [...attempts.values()],
      intake: { byStatus: [...byStatus], latency },
      running: [...running].map(([queue, read]) => [queue, read()]),
    }),
  };
}
