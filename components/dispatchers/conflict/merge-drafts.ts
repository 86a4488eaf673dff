import type { ActionValues } from '@/components/dispatchers/actions/values';
import { mergeList, mergeOrder, sameValue } from '@/components/dispatchers/conflict/merge-lists';
import type { DispatcherValues } from '@/components/dispatchers/form-values';

export type Side = 'mine' | 'theirs';

/** Something that both changed, each in another way. */
export interface Collision {
  /** Names it among the choices. */
  id: string;
  /** Where it lies: the action's key, or undefined for the dispatcher itself. */
  actionKey: string | undefined;
  /** The field of the form, `removed` for an action that one changed and the other removed, `order`. */
  field: string;
  mine: unknown;
  theirs: unknown;
}

/** The one who decides; what was not decided yet stays as mine. */
type Choices = Readonly<Record<string, Side>>;

interface Versions<Value> {
  base: Value;
  mine: Value;
  theirs: Value;
}

/** Form fields that only the page knows, or that never change. */
const NOT_MERGED = new Set(['key', 'storedId', 'type', 'eventType', 'actions']);

/**
 * Brings together what two people made of one dispatcher. What only one changed is taken from that one; what both changed
 * in another way is a collision, for which `choices` decides. Tags that either added or removed are added or removed. Pure.
 */
export function mergeDrafts(
  versions: Versions<DispatcherValues>,
  choices: Choices = {},
): { values: DispatcherValues; collisions: Collision[] } {
  const collisions: Collision[] = [];
  const decide = (collision: Collision): Side => {
    collisions.push(collision);
    return choices[collision.id] ?? 'mine';
  };
  const fields = mergeFields(versions, undefined, decide);
  const actions = mergeActions(versions, decide);
  return { values: { ...versions.mine, ...fields, actions }, collisions };
}

type Decide = (collision: Collision) => Side;

function mergeFields(versions: Versions<object>, actionKey: string | undefined, decide: Decide): object {
  const base = new Map<string, unknown>(Object.entries(versions.base));
  const mine = new Map<string, unknown>(Object.entries(versions.mine));
  const theirs = new Map<string, unknown>(Object.entries(versions.theirs));
  const merged = [...mine].flatMap(([field, mineValue]): [string, unknown][] => {
    if (NOT_MERGED.has(field)) return [];
    const theirValue = theirs.get(field);
    const baseValue = base.get(field);
    if (field === 'recipients') {
      const inner = { base: baseValue, mine: mineValue, theirs: theirValue } as Versions<object>;
      return [[field, mergeFields(inner, actionKey, decide)]];
    }
    if (sameValue(baseValue, theirValue) || sameValue(mineValue, theirValue)) return [[field, mineValue]];
    if (sameValue(baseValue, mineValue)) return [[field, theirValue]];
    if (field === 'tags') {
      return [[field, mergeList(toTexts(baseValue), toTexts(mineValue), toTexts(theirValue))]];
    }
    const id = `${actionKey ?? ''}.${field}`;
    return [
      [
        field,
        decide({ id, actionKey, field, mine: mineValue, theirs: theirValue }) === 'mine' ? mineValue : theirValue,
      ],
    ];
  });
  return Object.fromEntries(coupleTemplate(merged, mine, theirs));
}

/** A template is named by its id or by its name: both fields come from the same one. */
function coupleTemplate(
  merged: [string, unknown][],
  mine: ReadonlyMap<string, unknown>,
  theirs: ReadonlyMap<string, unknown>,
): [string, unknown][] {
  const filled = merged.filter(([field, value]) => /^template(Id|Name)$/.test(field) && value !== '');
  if (filled.length < 2) return merged;
  const fromMine = merged.every(([field, value]) => field !== 'templateId' || sameValue(value, mine.get(field)));
  const from = fromMine ? mine : theirs;
  return merged.map(([field, value]) => [field, /^template(Id|Name)$/.test(field) ? from.get(field) : value]);
}

function mergeActions({ base, mine, theirs }: Versions<DispatcherValues>, decide: Decide): ActionValues[] {
  const find = (values: DispatcherValues, id: string) => values.actions.find((action) => action.storedId === id);
  const merged = new Map<string, ActionValues>();
  const ids = [...new Set([...mine.actions, ...theirs.actions].map(identify))];
  for (const id of ids) {
    const mineAction = mine.actions.find((action) => identify(action) === id);
    const theirAction = find(theirs, id);
    const baseAction = find(base, id);
    const taken = mergeAction({ base: baseAction, mine: mineAction, theirs: theirAction }, decide);
    if (taken) merged.set(id, taken);
  }
  const orders = {
    base: base.actions.map(identify),
    mine: mine.actions.map(identify),
    theirs: theirs.actions.map(identify),
  };
  const order = mergeOrder(orders, () =>
    decide({ id: 'order', actionKey: undefined, field: 'order', mine: mine.actions, theirs: theirs.actions }),
  );
  return order.flatMap((id) => merged.get(id) ?? []);
}

/** A stored action by its id, also after it was moved; a new one by its key on the page. */
const identify = (action: ActionValues) => action.storedId || action.key;

function mergeAction(
  { base, mine, theirs }: Versions<ActionValues | undefined>,
  decide: Decide,
): ActionValues | undefined {
  if (!base) return mine ?? theirs;
  if (mine && theirs) {
    return { ...mine, ...mergeFields({ base, mine, theirs }, mine.key, decide) } as ActionValues;
  }
  const left = mine ?? theirs;
  // Nobody loses work: what one removed goes only when the other has not worked on it.
  if (!left || isUntouched(base, left)) return undefined;
  const collision = { id: `${left.key}.removed`, actionKey: left.key, field: 'removed', mine, theirs };
  return decide(collision) === 'mine' ? mine : theirs;
}

function isUntouched(base: ActionValues, now: ActionValues): boolean {
  return sameValue({ ...base, key: '' }, { ...now, key: '' });
}

function toTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
