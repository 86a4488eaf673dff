import { findEvent } from '@/db/events';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { createPlanner, toPlannable } from '@/lib/back-test/plan-actions';
import type { EventScope } from '@/lib/dispatch/schema';
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
  const planOnce = createPlanner(now);
  const plans = input.actions.map((action) => planOnce(event, toPlannable(action, now)));
  return { event, plans: await Promise.all(plans) };
}

async function getScope(id: string): Promise<EventScope> {
  const event = await findEvent(id);
  if (!event) throw resourceUnknown('event', id);
  return { id, type: event.type, content: event.content, creationTimestamp: event.creationTimestamp };
}

function typedScope(event: { type: string; content: EventScope['content'] }, now: number): EventScope {
  return { id: newObjectId(now), type: event.type, content: event.content, creationTimestamp: now };
}
