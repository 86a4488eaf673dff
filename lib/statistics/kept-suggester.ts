import { createSuggester, type Suggester } from '@/lib/format/suggest';

const MAX_KEPT = 1_000;

/**
 * Suggestions that are kept while the known names stay the same, as event types mostly do from one look to the next:
 * to compare hundreds of names with thousands takes a tenth of a second.
 */
export function keepSuggester(): (known: readonly string[]) => Suggester {
  let names: readonly string[] = [];
  let suggest = createSuggester(names);
  const kept = new Map<string, string[]>();
  return (known) => {
    if (known.length !== names.length || known.some((name, index) => name !== names[index])) {
      names = known;
      suggest = createSuggester(known);
      kept.clear();
    }
    return (name) => {
      const suggestions = kept.get(name) ?? suggest(name);
      if (kept.size < MAX_KEPT) kept.set(name, suggestions);
      return suggestions;
    };
  };
}
