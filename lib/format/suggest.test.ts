import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSuggester, suggest } from './suggest';

const KNOWN = ['user_deleted', 'user_created', 'order.placed', 'a', 'ab'];

describe('a suggestion', () => {
  it.each([
    ['user_deletd', ['user_deleted']],
    ['user_deleetd', ['user_deleted']],
    ['usr_deleted', ['user_deleted']],
    ['user_deleteed', ['user_deleted']],
    ['userDeleted', ['user_deleted']],
    ['User-Deleted', ['user_deleted']],
    ['order_placed', ['order.placed']],
    ['USER_CREATD', ['user_created']],
  ])('for %s is %s', (name, suggestions) => {
    expect(suggest(name, KNOWN)).toEqual(suggestions);
  });

  it.each(['user_renamed', 'invoice_paid', 'b', 'ac', ''])('is not made for %s, which is something else', (name) => {
    expect(suggest(name, KNOWN)).toEqual([]);
  });

  it('is never the name itself, and there are at most 3, the likeliest first', () => {
    const known = ['order_1', 'order_2', 'order_3', 'order_4', 'order__x'];
    expect(suggest('order_x', [...known, 'order_x'])).toEqual(['order__x', 'order_1', 'order_2']);
  });

  it('is what counting all slips would find, for any two names', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '_', '1'), minLength: 4, maxLength: 12 });
    fc.assert(
      fc.property(name, name, (a, b) => {
        const [one, other] = [a, b].map((text) => text.replace(/_+/g, '_')) as [string, string];
        fc.pre(one !== other);
        const most = Math.min(2, Math.floor(one.length / 4));
        expect(suggest(one, [other])).toEqual(distance(one, other) <= most ? [other] : []);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is found fast among thousands of names that read alike', () => {
    const suggestFor = createSuggester(Array.from({ length: 2_500 }, (_, index) => `large_type_${index}`));
    const started = performance.now();
    for (let i = 0; i < 100; i++) expect(suggestFor(`large_typ_${i}`)[0]).toBe(`large_type_${i}`);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

/** Optimal string alignment, by the book. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    rows[i] = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, changed);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, at(i - 2, j - 2) + 1);
      rows[i]?.push(best);
    }
  }
  return at(a.length, b.length);
}
