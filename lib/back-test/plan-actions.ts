import { findFunction } from '@/db/functions';
import type { PlanInput } from '@/lib/dispatch/plan-context';
import { planAction } from '@/lib/dispatch/plan-run';
import type { EventScope, Plan } from '@/lib/dispatch/schema';
import { Action } from '@/lib/dispatchers/schema';
import { newObjectId } from '@/lib/format/id';

/** Plans an action for an event as the live engine would. */
export type PlanOnce = (event: EventScope, action: Action) => Promise<Plan>;

/** An action of a draft may have no id yet: it gets one, so that it can be planned. */
export function toPlannable(action: object, now: number): Action {
  return Action.parse({ id: newObjectId(now), ...action });
}

/**
 * A planner for one request: each function is looked up once, all is planned for the same `now`. A task for a function that
 * is not there, or is disabled, would fail at once: its plan says so.
 * @param toText as of `planAction`
 */
export function createPlanner(now: number, toText?: PlanInput['toText']): PlanOnce {
  const faults = new Map<string, Promise<string | undefined>>();
  return async (event, action) => {
    const plan = planAction(event, action, now, toText);
    if (plan.status !== 'ready' || plan.effect.type !== 'task') return plan;
    const { functionName } = plan.effect;
    const known = faults.get(functionName) ?? findFault(functionName);
    faults.set(functionName, known);
    const message = await known;
    if (message === undefined) return plan;
    return { status: 'problem', problems: [{ code: 'invalid_value', message, field: 'functionName' }] };
  };
}

async function findFault(functionName: string): Promise<string | undefined> {
  const fn = await findFunction(functionName);
  if (!fn) return `There is no function '${functionName}'`;
  return fn.enabled ? undefined : `The function '${functionName}' is disabled`;
}
