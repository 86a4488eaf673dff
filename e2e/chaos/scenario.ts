export interface ChaosOptions {
  seed: number;
  /** Small numbers: minutes instead of an hour. */
  quick: boolean;
  /** The largest numbers. */
  full: boolean;
}

/** What a scenario has measured, and what was not as promised. */
export interface ChaosResult {
  figures: Record<string, string | number>;
  violations: string[];
}

export type Scenario = (options: ChaosOptions) => Promise<ChaosResult>;

/** The value below which this share of the numbers lies. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
}

/** One sentence for each figure that is above what was promised. */
export function above(limits: readonly (readonly [name: string, measured: number, limit: number])[]): string[] {
  return limits
    .filter(([, measured, limit]) => measured > limit)
    .map(([name, measured, limit]) => `${name}: ${measured}, at most ${limit} promised`);
}
