import { useState } from 'react';

/** Which rows of a list are chosen: some of those that are shown, or all that match its filter, shown or not. */
export type Selection = { kind: 'none' } | { kind: 'some'; ids: readonly string[] } | { kind: 'all' };

const NONE: Selection = { kind: 'none' };

/** Chosen rows of a list; another `filter` is another list, in which nothing is chosen. */
export function useSelection(filter: string) {
  const [chosen, setChosen] = useState<{ filter: string; selection: Selection }>({ filter, selection: NONE });
  const selection = chosen.filter === filter ? chosen.selection : NONE;
  const select = (next: Selection) => setChosen({ filter, selection: next });
  const some = (ids: readonly string[]) => select(ids.length > 0 ? { kind: 'some', ids } : NONE);
  return {
    selection,
    isSelected: (id: string) => selection.kind === 'all' || (selection.kind === 'some' && selection.ids.includes(id)),
    /** Chooses or drops one; of "all that match" only those that are `shown` stay chosen then. */
    toggle: (id: string, shown: readonly string[]) => {
      const ids = selection.kind === 'all' ? shown : selection.kind === 'some' ? selection.ids : [];
      some(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]);
    },
    toggleShown: (shown: readonly string[]) => some(selection.kind === 'none' ? shown : []),
    selectAll: () => select({ kind: 'all' }),
    clear: () => select(NONE),
  };
}

export type SelectionState = ReturnType<typeof useSelection>;
