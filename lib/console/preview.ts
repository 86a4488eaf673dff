import { findEvent } from '@/db/events';
import { findFunction } from '@/db/functions';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { planAction } from '@/lib/dispatch/plan-run';
import type { EventScope, Plan } from '@/lib/dispatch/schema';
import { Action } from '@/lib/dispatchers/schema';
import { resourceUnknown } from '@/lib/errors/service-error';
import { newObjectId } from '@/lib/format/id';
import { parseInput } from '@/lib/http/parse-input';
import { type Preview, PreviewInput } from './schema';

/**
 * What the live engine would do for an event, stored or typed in. Nothing is stored or sent.
 * @throws ServiceError 10, 14, 15, 16.
 */
export async function previewActions(principal: Principal, body: unknown, now: number): Promise<Preview> {
  requirePermission(principal, 'VIEW_DISPATCHERS');
  requirePermission(principal, 'VIEW_EVENTS');
  const input = parseInput(PreviewInput, body);
  const event = 'id' in input.event ? await getScope(input.event.id) : typedScope(input.event, now);
  const actions = input.actions.map((action) => Action.parse({ id: newObjectId(now), ...action }));
  return {
    event,
    plans: await Promise.all(actions.map(async (action) => checkFunction(planAction(event, action, now)))),
  };
}

/** A task for a function that is not there, or is disabled, would fail at once: its preview says so now. */
async function checkFunction(plan: Plan): Promise<Plan> {
  if (plan.status !== 'ready' || plan.effect.type !== 'task') return plan;
  const { functionName } = plan.effect;
  const fn = await findFunction(functionName);
  if (fn?.enabled) return plan;
  const message = fn ? `The function '${functionName}' is disabled` : `There is no function '${functionName}'`;
  return { status: 'problem', problems: [{ code: 'invalid_value', message, field: 'functionName' }] };
}

async function getScope(id: string): Promise<EventScope> {
  const event = await findEvent(id);
  if (!event) throw resourceUnknown('event', id);
  return { id, type: event.type, content: event.content, creationTimestamp: event.creationTimestamp };
}

function typedScope(event: { type: string; content: EventScope['content'] }, now: number): EventScope {
  return { id: newObjectId(now), type: event.type, content: event.content, creationTimestamp: now };
}
