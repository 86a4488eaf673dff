import { describeAction, type TemplateNames } from '@/components/dispatchers/changes/action-facts';
import type { ActionInput, ActionType, Dispatcher } from '@/lib/dispatchers/schema';

/** A dispatcher to compare: stored, a draft, or a revision. Actions that are to be made have no id. */
export type Comparable = Pick<Dispatcher, 'name' | 'description' | 'enabled' | 'tags'> & {
  actions: readonly (ActionInput & { id?: string })[];
};

/** One field that changes. Absent: there is nothing. */
export interface FieldChange {
  label: string;
  from?: string | undefined;
  to?: string | undefined;
}

/** What changes of one action. `place` is where it stands, from 1; of one that is removed, where it stood. */
export interface ActionChange {
  key: string;
  kind: 'added' | 'removed' | 'changed';
  type: ActionType;
  name: string | undefined;
  place: number;
  /** Where it stood, when it was moved past others. */
  movedFrom?: number;
  fields: FieldChange[];
}

export interface Changes {
  fields: FieldChange[];
  actions: ActionChange[];
}

/** All that differs between two states, field by field and action by action, in words and values. Pure. */
export function describeChanges(from: Comparable, to: Comparable, names: TemplateNames = new Map()): Changes {
  return {
    fields: diffFacts(describeDispatcher(from), describeDispatcher(to)),
    actions: [...diffActions(from, to, names), ...listRemoved(from, to, names)],
  };
}

export function hasChanges({ fields, actions }: Changes): boolean {
  return fields.length > 0 || actions.length > 0;
}

function describeDispatcher({ name, description, enabled, tags }: Comparable): Map<string, string> {
  return new Map(
    Object.entries({
      Name: name ?? '',
      Description: description ?? '',
      Tags: tags.join(', '),
      Enabled: enabled ? 'yes' : 'no',
    }),
  );
}

function diffActions(from: Comparable, to: Comparable, names: TemplateNames): ActionChange[] {
  const moved = findMoved(
    from.actions.flatMap(({ id }) => id ?? []),
    to.actions.flatMap(({ id }) => id ?? []),
  );
  return to.actions.flatMap((action, index): ActionChange[] => {
    const { type, name, id } = action;
    const place = index + 1;
    const was = from.actions.findIndex((one) => id !== undefined && one.id === id && one.type === type);
    const before = from.actions[was];
    const facts = describeAction(action, names);
    if (!before) {
      return [{ key: id ?? `new-${index}`, kind: 'added', type, name, place, fields: diffFacts(new Map(), facts) }];
    }
    const fields = diffFacts(describeAction(before, names), facts);
    const isMoved = moved.has(id ?? '');
    if (fields.length === 0 && !isMoved) return [];
    const change = { key: id ?? '', kind: 'changed' as const, type, name, place, fields };
    return [isMoved ? { ...change, movedFrom: was + 1 } : change];
  });
}

function listRemoved(from: Comparable, to: Comparable, names: TemplateNames): ActionChange[] {
  return from.actions.flatMap((action, index): ActionChange[] => {
    const { id, type, name } = action;
    if (to.actions.some((one) => one.id === id && one.type === type)) return [];
    const fields = diffFacts(describeAction(action, names), new Map());
    return [{ key: `gone-${id}`, kind: 'removed', type, name, place: index + 1, fields }];
  });
}

function diffFacts(from: ReadonlyMap<string, string>, to: ReadonlyMap<string, string>): FieldChange[] {
  const labels = [...new Set([...from.keys(), ...to.keys()])];
  return labels.flatMap((label) => {
    const change = { label, from: from.get(label) || undefined, to: to.get(label) || undefined };
    return change.from === change.to ? [] : [change];
  });
}

/** Of the ids in both lists, the fewest that must have been moved: all but the longest run that kept its order. */
export function findMoved(before: readonly string[], after: readonly string[]): Set<string> {
  const kept = after.filter((id) => before.includes(id));
  const places = kept.map((id) => before.indexOf(id));
  const best: number[][] = [];
  for (const [index, place] of places.entries()) {
    const ending = places
      .slice(0, index)
      .flatMap((earlier, at) => (earlier < place ? [best[at] ?? []] : []))
      .reduce((longest, run) => (run.length > longest.length ? run : longest), [] as number[]);
    best.push([...ending, index]);
  }
  const stays = new Set(best.reduce((longest, run) => (run.length > longest.length ? run : longest), [] as number[]));
  return new Set(kept.filter((_, index) => !stays.has(index)));
}
