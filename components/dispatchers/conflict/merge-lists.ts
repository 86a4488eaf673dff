/** Equal as data; the order of keys does not count. */
export function sameValue(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Theirs, with what I added, without what I removed. */
export function mergeList(base: readonly string[], mine: readonly string[], theirs: readonly string[]): string[] {
  const added = mine.filter((item) => !base.includes(item) && !theirs.includes(item));
  const removed = base.filter((item) => !mine.includes(item));
  return [...theirs.filter((item) => !removed.includes(item)), ...added];
}

interface Orders {
  base: readonly string[];
  mine: readonly string[];
  theirs: readonly string[];
}

/**
 * One order for all that is in mine or theirs. When only one changed the order of what both have, it is that one's; when both
 * did, each in another way, `decide` is asked. What only the other has comes after what it came after there.
 */
export function mergeOrder({ base, mine, theirs }: Orders, decide: () => 'mine' | 'theirs'): string[] {
  const shared = (order: readonly string[], others: readonly (readonly string[])[]) =>
    order.filter((id) => others.every((other) => other.includes(id)));
  const now = shared(mine, [theirs]);
  const then = shared(theirs, [mine]);
  const isSame = sameValue(now, then);
  const theyMoved = !sameValue(shared(theirs, [base, mine]), shared(base, [theirs, mine]));
  const iMoved = !sameValue(shared(mine, [base, theirs]), shared(base, [mine, theirs]));
  const leader = isSame || !theyMoved ? 'mine' : iMoved ? decide() : 'theirs';
  return leader === 'mine' ? insertMissing(mine, theirs) : insertMissing(theirs, mine);
}

function insertMissing(order: readonly string[], other: readonly string[]): string[] {
  const result = [...order];
  other.forEach((id, index) => {
    if (result.includes(id)) return;
    const before = other.slice(0, index).findLast((earlier) => result.includes(earlier));
    result.splice(before === undefined ? 0 : result.indexOf(before) + 1, 0, id);
  });
  return result;
}
