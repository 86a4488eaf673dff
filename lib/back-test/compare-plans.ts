import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '@/lib/dispatch/schema';
import type { Action } from '@/lib/dispatchers/schema';
import type { ActionEffect, EventEffect } from './schema';

/** An action with what it would do for an event. */
export interface PlannedAction {
  action: Action;
  /** Its place among the actions of its dispatcher, also of those that are disabled. */
  index: number;
  plan: Plan;
}

/**
 * What a change does to the actions, for one event. An action is the same one by its id; one that was removed and made anew
 * with the same outcome is no change. Pure.
 */
export function comparePlans(before: readonly PlannedAction[], after: readonly PlannedAction[]): ActionEffect[] {
  const left = new Set(before);
  const fresh: PlannedAction[] = [];
  const effects: ActionEffect[] = [];
  for (const now of after) {
    const then = before.find(({ action }) => action.id === now.action.id);
    if (!then) {
      fresh.push(now);
      continue;
    }
    left.delete(then);
    effects.push(...compareOne(then.plan, now));
  }
  for (const now of fresh) {
    const twin = [...left].find(({ plan }) => plan.status === 'ready' && isDeepStrictEqual(plan, now.plan));
    if (twin) left.delete(twin);
    else effects.push(now.plan.status === 'ready' ? about(now, 'starts') : about(now, 'startsFailing', now.plan));
  }
  for (const then of left) effects.push(about(then, 'stops'));
  return effects;
}

/** The gravest of what happens to an event's actions. */
export function sumUp(effects: readonly ActionEffect[]): EventEffect {
  const has = (...kinds: ActionEffect['effect'][]) => effects.some(({ effect }) => kinds.includes(effect));
  if (has('breaks', 'startsFailing')) return 'breaks';
  if (has('mends')) return 'mends';
  if (has('changes', 'starts', 'stops')) return 'changes';
  return has('fails') ? 'fails' : 'same';
}

function compareOne(then: Plan, now: PlannedAction): ActionEffect[] {
  const { plan } = now;
  if (plan.status === 'problem') return [about(now, then.status === 'problem' ? 'fails' : 'breaks', plan)];
  if (then.status === 'problem') return [about(now, 'mends', then)];
  const fields = changedFields(then.effect, plan.effect);
  return fields.length === 0 ? [] : [{ ...about(now, 'changes'), fields }];
}

/** The name says which template it is; its id would say it twice. */
function changedFields(was: object, is: object): string[] {
  const old = new Map<string, unknown>(Object.entries(was));
  const now = new Map<string, unknown>(Object.entries(is));
  const keys = new Set([...old.keys(), ...now.keys()]);
  return [...keys].filter((key) => key !== 'templateId' && !isDeepStrictEqual(old.get(key), now.get(key)));
}

function about(
  { action, index }: PlannedAction,
  effect: ActionEffect['effect'],
  failing?: Extract<Plan, { status: 'problem' }>,
): ActionEffect {
  const { type: actionType, name } = action;
  return {
    effect,
    actionType,
    index,
    ...(name === undefined ? {} : { name }),
    ...(failing ? { problems: failing.problems } : {}),
  };
}
