import { setImmediate as nextTurn } from 'node:timers/promises';
import { listFunctions } from '@/db/functions';
import {
  type Backlog,
  mailBacklog,
  type RecentAttempt,
  recentMailAttempts,
  recentTaskAttempts,
  taskBacklog,
} from '@/db/targets';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import type { BreakerView } from '@/lib/delivery/breakers';
import { serverContext } from '@/lib/server/context';
import { breakerKey, toTargetBreaker } from './breaker';
import { judgeTarget } from './judge';
import { TARGET_STATES, type Target, type TargetKind, type TargetList } from './schema';

const DAY_MS = 24 * 3_600_000;

/** Where work goes, and how it goes there: what needs somebody first. @throws ServiceError 10. */
export async function listTargets(principal: Principal, now: number): Promise<TargetList> {
  requirePermission(principal, 'VIEW_EVENTS');
  requirePermission(principal, 'VIEW_TASK_FUNCTIONS');
  const data: Target[] = [];
  const away = new Map(await serverContext().engine.targetsAway());
  const add = (kind: TargetKind, name: string, observed: Omit<Observed, 'open'>) => {
    const target = toTarget(kind, name, { ...observed, open: away.get(breakerKey(kind, name)) }, now);
    if (target) data.push(target);
  };
  add('mail', 'mail', { enabled: true, backlog: mailBacklog(now), recent: recentMailAttempts() });
  for (const { name, enabled } of await listFunctions()) {
    add('function', name, { enabled, backlog: taskBacklog(name, now), recent: recentTaskAttempts(name) });
    await nextTurn();
  }
  return { data: data.sort((a, b) => TARGET_STATES.indexOf(a.state) - TARGET_STATES.indexOf(b.state)) };
}

interface Observed {
  enabled: boolean;
  backlog: Backlog;
  recent: readonly RecentAttempt[];
  /** What keeps work from it. */
  open: BreakerView | undefined;
}

/** Undefined for a target of which there is nothing to tell. */
function toTarget(
  kind: TargetKind,
  name: string,
  { enabled, backlog, recent, open }: Observed,
  now: number,
): Target | undefined {
  const newest = recent.filter(({ endedAt }) => endedAt > now - DAY_MS);
  if (backlog.waiting === 0 && newest.length === 0 && !open) return undefined;
  const breaker = open && { state: 'open' as const, breaker: toTargetBreaker(open) };
  return { kind, name, ...judgeTarget(enabled, backlog, newest, now), ...breaker };
}
