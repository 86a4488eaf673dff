import { ACTION_TYPES } from '@/lib/dispatchers/constants';
import type { ActionType } from '@/lib/dispatchers/schema';
import { PlanContext, type PlanInput } from './plan-context';
import { planMail } from './plan-mail';
import { planTask } from './plan-task';
import type { Plan, PlannedMail, PlannedTask } from './schema';

/** Plans one kind of action. Gives nothing, with the problems noted in the context, when it cannot be carried out. */
export type Planner = (action: unknown, context: PlanContext) => PlannedMail | PlannedTask | undefined;

/** A new kind of action: its planner here, its schema in lib/dispatchers. */
const PLANNERS = { mail: planMail, task: planTask } satisfies Record<ActionType, Planner>;

/**
 * Works out what an action brings about for an event: a mail or task in which nothing is left to fill, or every problem
 * that prevents it. Pure, the same for live, preview, back-test and replay; malformed actions and events are problems.
 */
export function plan(input: PlanInput): Plan {
  const context = new PlanContext(input);
  const effect = planEffect(input.action, context);
  if (context.problems.length > 0 || !effect) return { status: 'problem', problems: context.problems };
  return { status: 'ready', effect };
}

function planEffect(action: unknown, context: PlanContext): PlannedMail | PlannedTask | undefined {
  const type = (action as { type?: unknown } | null | undefined)?.type;
  const known = ACTION_TYPES.find((name) => name === type);
  if (!known) return context.problem('type', `must be one of ${ACTION_TYPES.join(', ')}`);
  return PLANNERS[known](action, context);
}
