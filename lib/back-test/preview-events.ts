import { type Principal, requirePermission } from '@/lib/auth/principal';
import type { Plan } from '@/lib/dispatch/schema';
import { parseInput } from '@/lib/http/parse-input';
import { hasText } from '@/lib/templates/text';
import { createPlanner, toPlannable } from './plan-actions';
import { readNewest } from './read-newest';
import { type EventPreviews, type PlanSummary, PreviewEventsInput } from './schema';

/** Longer than this nobody waits for a table that follows the typing. */
const BUDGET_MS = 2_000;

/**
 * What actions would do with the newest events of a type, in short. Nothing is stored or sent. When planning takes long,
 * the answer has fewer events.
 * @throws ServiceError 10, 14, 15.
 */
export async function previewEvents(principal: Principal, body: unknown, now: number): Promise<EventPreviews> {
  requirePermission(principal, 'VIEW_DISPATCHERS');
  requirePermission(principal, 'VIEW_EVENTS');
  const { actions: drafts, eventType, limit } = parseInput(PreviewEventsInput, body);
  const actions = drafts.map((draft) => toPlannable(draft, now));
  const planOnce = createPlanner(now, withoutText);
  const giveUpAt = performance.now() + BUDGET_MS;
  const events: EventPreviews['events'] = [];
  for await (const event of readNewest(eventType, limit)) {
    const plans: PlanSummary[] = [];
    for (const action of actions) plans.push(summarize(await planOnce(event, action)));
    events.push({ id: event.id, creationTimestamp: event.creationTimestamp, plans });
    if (performance.now() > giveUpAt) break;
  }
  return { events };
}

/** The table does not show texts, only that one cannot be made. */
const withoutText = (html: string) => (hasText(html) ? '' : undefined);

function summarize(plan: Plan): PlanSummary {
  if (plan.status === 'problem') return plan;
  const { effect } = plan;
  if (effect.type === 'task') {
    const { type, functionName, startTimestamp } = effect;
    return { status: 'ready', type, functionName, startTimestamp };
  }
  const { to, cc, bcc } = effect.recipients;
  const recipients = to.length + cc.length + bcc.length;
  return { status: 'ready', type: 'mail', to: to.slice(0, 3), recipients, subject: effect.subject };
}
