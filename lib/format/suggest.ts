const MAX_SUGGESTIONS = 3;
/** One slip in four characters, at most two in all. */
const CHARACTERS_PER_SLIP = 4;
const MAX_SLIPS = 2;

/** Names that a name may be a slip of, the likeliest first, at most 3. */
export type Suggester = (name: string) => string[];

interface Candidate {
  name: string;
  folded: string;
  letters: number;
}

/**
 * Names that `name` may be a slip of, the likeliest first, at most 3. Letter case and the kind of separator do not count as
 * a slip: `userDeleted` and `user-deleted` are the same.
 */
export function suggest(name: string, known: readonly string[]): string[] {
  return createSuggester(known)(name);
}

/** `suggest` for many names: a look at one name goes through thousands of known ones in less than a millisecond. */
export function createSuggester(known: readonly string[]): Suggester {
  const candidates: Candidate[] = known.map((name) => {
    const folded = fold(name);
    return { name, folded, letters: lettersOf(folded) };
  });
  return (name) => {
    const folded = fold(name);
    const letters = lettersOf(folded);
    const most = Math.min(MAX_SLIPS, Math.floor(folded.length / CHARACTERS_PER_SLIP));
    const close: { candidate: string; slips: number }[] = [];
    for (const candidate of candidates) {
      if (candidate.name === name || !canBeClose(candidate, folded.length, letters, most)) continue;
      const slips = countSlips(folded, candidate.folded, 0, 0, most);
      if (slips <= most) close.push({ candidate: candidate.name, slips });
    }
    return close
      .sort((a, b) => a.slips - b.slips || a.candidate.localeCompare(b.candidate))
      .slice(0, MAX_SUGGESTIONS)
      .map(({ candidate }) => candidate);
  };
}

function fold(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[\s._:/-]+/g, '_');
}

/** Which letters a text has, as bits: several letters share one. */
function lettersOf(text: string): number {
  let letters = 0;
  for (let i = 0; i < text.length; i++) letters |= 1 << (text.charCodeAt(i) & 31);
  return letters;
}

/** A slip changes the length by one at most, and the letters that are there by two. */
function canBeClose({ folded, letters }: Candidate, length: number, wanted: number, most: number): boolean {
  if (Math.abs(folded.length - length) > most) return false;
  let left = 2 * most;
  for (let differing = letters ^ wanted; differing !== 0; differing &= differing - 1) if (--left < 0) return false;
  return true;
}

/**
 * How many insertions, deletions, substitutions and swaps of neighbours are between the rests of two texts, from `i` and
 * from `j` on (optimal string alignment). More than `most` counts as one more than it.
 */
function countSlips(a: string, b: string, i: number, j: number, most: number): number {
  while (i < a.length && j < b.length && a.charCodeAt(i) === b.charCodeAt(j)) {
    i++;
    j++;
  }
  const longer = a.length - i - (b.length - j);
  if (longer > most || -longer > most) return most + 1;
  if (i === a.length || j === b.length) return Math.abs(longer);
  if (most === 0) return 1;
  let rest = Math.min(
    countSlips(a, b, i + 1, j + 1, most - 1),
    countSlips(a, b, i + 1, j, most - 1),
    countSlips(a, b, i, j + 1, most - 1),
  );
  const swapped = a.charCodeAt(i) === b.charCodeAt(j + 1) && a.charCodeAt(i + 1) === b.charCodeAt(j);
  if (swapped) rest = Math.min(rest, countSlips(a, b, i + 2, j + 2, most - 1));
  return 1 + rest;
}
