/** How many attempts may be under way at once, by what becomes of them. */
export interface PacePolicy {
  /** For whoever is not known yet, is slow, or fails. */
  atFirst: number;
  most: number;
  /** What ends well within this time is quick. */
  quickMs: number;
}

export interface Pace {
  /** How many may be under way at once now. */
  atOnce(target: string): number;
  /** Tells how an attempt went. */
  note(target: string, tookMs: number, well: boolean): void;
}

/** Of those that were here longest ago, the first are forgotten: they begin anew. */
const MAX_KNOWN = 10_000;

/**
 * Lets a target have more at once while it keeps answering quickly, one more for each such answer. A slow or failing one
 * gets no more than at first: it cannot take the slots of others, and does not fail many times at once.
 */
export function createPace({ atFirst, most, quickMs }: PacePolicy): Pace {
  const earned = new Map<string, number>();
  return {
    atOnce: (target) => earned.get(target) ?? atFirst,
    note(target, tookMs, well) {
      const before = earned.get(target) ?? atFirst;
      earned.delete(target);
      if (!well || tookMs > quickMs) return;
      earned.set(target, Math.min(most, before + 1));
      const [oldest] = earned.keys();
      if (earned.size > MAX_KNOWN && oldest !== undefined) earned.delete(oldest);
    },
  };
}
