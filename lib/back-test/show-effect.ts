import { findDispatcher } from '@/db/dispatchers';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import type { EventScope } from '@/lib/dispatch/schema';
import type { Action } from '@/lib/dispatchers/schema';
import { resourceUnknown } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { comparePlans, type PlannedAction, sumUp } from './compare-plans';
import { createPlanner, type PlanOnce, toPlannable } from './plan-actions';
import { readNewest } from './read-newest';
import { EFFECT_EVENTS, type Effect, EffectInput, type EffectTotals } from './schema';

/** Longer than this nobody waits before saving. */
const BUDGET_MS = 3_000;

interface Acting {
  enabled: boolean;
  actions: readonly Action[];
}

/**
 * What saving a draft would change: the newest 50 events of its type are planned with what is stored and with the draft, at
 * the same time and with the same templates, and the plans are compared. Nothing is stored or sent.
 * @throws ServiceError 10, 14, 15, 16.
 */
export async function showEffect(principal: Principal, body: unknown, now: number): Promise<Effect> {
  requirePermission(principal, 'VIEW_DISPATCHERS');
  requirePermission(principal, 'VIEW_EVENTS');
  const { dispatcherId, eventType, enabled, actions } = parseInput(EffectInput, body);
  const stored = dispatcherId === undefined ? undefined : await findDispatcher(dispatcherId);
  if (dispatcherId !== undefined && !stored) throw resourceUnknown('dispatcher', dispatcherId);
  const draft: Acting = { enabled, actions: actions.map((action) => toPlannable(action, now)) };
  const effect: Effect = {
    ...(stored ? { updateTimestamp: stored.updateTimestamp } : {}),
    events: [],
    before: { mails: 0, tasks: 0, problems: 0 },
    after: { mails: 0, tasks: 0, problems: 0 },
  };
  const planOnce = createPlanner(now);
  const giveUpAt = performance.now() + BUDGET_MS;
  for await (const event of readNewest(eventType, EFFECT_EVENTS)) {
    const before = stored ? await planAll(stored, event, planOnce) : [];
    const after = await planAll(draft, event, planOnce);
    addUp(effect.before, before);
    addUp(effect.after, after);
    const changes = comparePlans(before, after);
    effect.events.push({
      id: event.id,
      creationTimestamp: event.creationTimestamp,
      effect: sumUp(changes),
      actions: changes,
    });
    if (performance.now() > giveUpAt) break;
  }
  return effect;
}

/** What follows from the event: of what is disabled, nothing. */
async function planAll({ enabled, actions }: Acting, event: EventScope, planOnce: PlanOnce): Promise<PlannedAction[]> {
  const planned: PlannedAction[] = [];
  for (const [index, action] of actions.entries()) {
    if (enabled && action.enabled) planned.push({ action, index, plan: await planOnce(event, action) });
  }
  return planned;
}

function addUp(totals: EffectTotals, planned: readonly PlannedAction[]): void {
  for (const { plan } of planned) {
    if (plan.status === 'problem') totals.problems += 1;
    else if (plan.effect.type === 'mail') totals.mails += 1;
    else totals.tasks += 1;
  }
}
