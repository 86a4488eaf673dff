import { countDispatchers } from '@/db/dispatchers';
import { listRunsByStatus } from '@/db/runs';
import { hasEvents } from '@/db/statistics';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { serverContext } from '@/lib/server/context';
import type { Overview } from './schema';

const DAY_MS = 24 * 3_600_000;
const SHOWN_FAILURES = 10;

/** What the console opens with. @throws ServiceError 10. */
export async function viewOverview(principal: Principal, now: number): Promise<Overview> {
  requirePermission(principal, 'VIEW_EVENTS');
  requirePermission(principal, 'VIEW_DISPATCHERS');
  const { volume, mailInForce } = serverContext();
  const { events, runs } = await volume.count(now - DAY_MS, now + 1);
  const dispatchers = await countDispatchers();
  return {
    empty: dispatchers === 0 && !hasEvents(),
    events24h: events,
    runs24h: runs,
    dispatchers,
    failed: await listRunsByStatus('failed', SHOWN_FAILURES),
    mailTransport: mailInForce().smtp ? 'smtp' : 'capture',
  };
}
