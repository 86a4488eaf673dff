const MAX_SUGGESTIONS = 3;
/** One slip in four characters, at most two in all. */
const CHARACTERS_PER_SLIP = 4;
const MAX_SLIPS = 2;

/**
 * Names that `name` may be a slip of, the likeliest first, at most 3. Letter case and the kind of separator do not count as
 * a slip: `userDeleted` and `user-deleted` are the same.
 */
export function suggest(name: string, known: readonly string[]): string[] {
  const folded = fold(name);
  const most = Math.min(MAX_SLIPS, Math.floor(folded.length / CHARACTERS_PER_SLIP));
  const close = known.flatMap((candidate) => {
    if (candidate === name) return [];
    const slips = distance(folded, fold(candidate), most);
    return slips <= most ? [{ candidate, slips }] : [];
  });
  return close
    .sort((a, b) => a.slips - b.slips || a.candidate.localeCompare(b.candidate))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ candidate }) => candidate);
}

function fold(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[\s._:/-]+/g, '_');
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. Above `most` it is not exact. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) row.push(step(a, b, i, j, { row, previous, before }));
    if (Math.min(...row) > most) return most + 1;
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}

interface Rows {
  row: readonly number[];
  previous: readonly number[];
  before: readonly number[];
}

function step(a: string, b: string, i: number, j: number, { row, previous, before }: Rows): number {
  const same = a[i - 1] === b[j - 1];
  const best = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1));
  const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  return swapped ? Math.min(best, (before[j - 2] ?? 0) + 1) : best;
}
