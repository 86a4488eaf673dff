export const ID_PATTERN = /^[0-9a-f]{24}$/;

/** True when `value` has the form of an id; says nothing about whether the object exists. */
export function isObjectId(value: string): boolean {
  return ID_PATTERN.test(value);
}

let lastMs = 0;
let sequence = 0;
/** Drawn in blocks: one call for each id would cost more than all else that an id takes. */
const randoms = new Uint32Array(1_024);
let randomsUsed = randoms.length;

/**
 * Makes a new id: 6 bytes of time (ms), 2 bytes of sequence within that millisecond, 4 random bytes.
 * Ids made by one process sort by the order in which they were made, so new rows land at the end of an index.
 */
export function newObjectId(now: number = Date.now()): string {
  if (now > lastMs) {
    lastMs = now;
    sequence = 0;
  } else {
    sequence += 1;
    if (sequence > 0xffff) {
      lastMs += 1;
      sequence = 0;
    }
  }
  return (
    lastMs.toString(16).padStart(12, '0') +
    sequence.toString(16).padStart(4, '0') +
    nextRandom().toString(16).padStart(8, '0')
  );
}

function nextRandom(): number {
  if (randomsUsed === randoms.length) {
    globalThis.crypto.getRandomValues(randoms);
    randomsUsed = 0;
  }
  return randoms[randomsUsed++] ?? 0;
}

/** When an id was made: epoch milliseconds. */
export function timeOfId(id: string): number {
  return Number.parseInt(id.slice(0, 12), 16);
}

/** The lowest id that could be made at `ms` (epoch). */
export function firstIdAt(ms: number): string {
  return Math.max(0, ms).toString(16).padStart(12, '0');
}
