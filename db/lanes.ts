/** A table's due work, by lane. Both functions answer from a partial index. */
export interface LaneQueue {
  /** The first lane after `lane` (in text order) that has waiting rows; undefined at the end. */
  laneAfter(lane: string): string | undefined;
  /** Whether any row of any lane is due at `now`. */
  anyDue(now: number): boolean;
  /** Ids of rows of `lane` that are due at `now`, most urgent first, at most `limit`. What aged before all: see PickOptions. */
  dueIn(lane: string, now: number, limit: number, agedSince: number | undefined): string[];
}

export interface PickOptions {
  limit: number;
  now: number;
  /** How many rows of one lane may be under way at once. */
  laneCap: number;
  /** Rows of each lane that are under way already. */
  inFlight: ReadonlyMap<string, number>;
  /** The lane that was served last; the next pick begins after it. */
  cursor: string;
  /** How many more rows of a lane its target takes now; without it, any number. */
  roomOf?(lane: string): number;
  /** What has been due since then comes first in its lane, the oldest first, whatever its priority; undefined: nothing does. */
  agedSince?: number | undefined;
}

/**
 * Chooses due rows by round robin over the lanes, so that a lane with a large backlog delays only itself.
 * @returns at most `limit` ids, and the cursor for the next pick.
 */
export function pickDue(queue: LaneQueue, options: PickOptions): { ids: string[]; cursor: string } {
  const { candidates, cursor } = collect(queue, options);
  const ids: string[] = [];
  for (let round = 0; ids.length < options.limit; round++) {
    const before = ids.length;
    for (const lane of candidates) {
      const id = lane[round];
      if (id !== undefined && ids.length < options.limit) ids.push(id);
    }
    if (ids.length === before) break;
  }
  return { ids, cursor };
}

function collect(queue: LaneQueue, options: PickOptions): { candidates: string[][]; cursor: string } {
  const candidates: string[][] = [];
  let cursor = options.cursor;
  // Thousands of lanes that wait for a far-off time are not looked at one by one for nothing.
  if (!queue.anyDue(options.now)) return { candidates, cursor };
  let first: string | undefined;
  let wrapped = false;
  while (candidates.length < options.limit) {
    let lane = queue.laneAfter(cursor);
    if (lane === undefined) {
      if (wrapped) break;
      wrapped = true;
      lane = queue.laneAfter('');
    }
    if (lane === undefined || lane === first) break;
    first ??= lane;
    cursor = lane;
    const cap = options.laneCap - (options.inFlight.get(lane) ?? 0);
    const room = Math.min(options.limit, cap, options.roomOf?.(lane) ?? cap);
    const due = room > 0 ? queue.dueIn(lane, options.now, room, options.agedSince) : [];
    if (due.length > 0) candidates.push(due);
  }
  return { candidates, cursor };
}
