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
  add(data, 'mail', 'mail', { enabled: true, backlog: mailBacklog(now), recent: recentMailAttempts() }, now);
  for (const { name, enabled } of await listFunctions()) {
    add(data, 'function', name, { enabled, backlog: taskBacklog(name, now), recent: recentTaskAttempts(name) }, now);
    await nextTurn();
  }
  return { data: data.sort((a, b) => TARGET_STATES.indexOf(a.state) - TARGET_STATES.indexOf(b.state)) };
}

interface Observed {
  enabled: boolean;
  backlog: Backlog;
  recent: readonly RecentAttempt[];
}

function add(
  data: Target[],
  kind: TargetKind,
  name: string,
  { enabled, backlog, recent }: Observed,
  now: number,
): void {
  const newest = recent.filter(({ endedAt }) => endedAt > now - DAY_MS);
  const open = serverContext().breakers.view(breakerKey(kind, name));
  if (backlog.waiting === 0 && newest.length === 0 && !open) return;
  const breaker = open && { state: 'open' as const, breaker: toTargetBreaker(open) };
  data.push({ kind, name, ...judgeTarget(enabled, backlog, newest, now), ...breaker });
}
