import { findRuns } from '@/db/runs';
import { hasPermission, type Principal } from '@/lib/auth/principal';
import type { Run } from '@/lib/runs/schema';

/** The run that brought a mail or task about, for who may see it. */
export async function findCause(principal: Principal, runId: string | undefined): Promise<{ cause?: Run }> {
  if (runId === undefined || !hasPermission(principal, 'VIEW_EVENTS')) return {};
  const [cause] = await findRuns([runId]);
  return cause ? { cause } : {};
}
