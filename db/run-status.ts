import { and, eq, inArray } from 'drizzle-orm';
import type { Problem } from '@/lib/dispatch/schema';
import type { RunStatus } from '@/lib/runs/schema';
import { noteChange } from './changes';
import { database } from './client';
import { runs } from './schema/runs';

/**
 * Moves a run to `status`, inside a write transaction that the caller has opened.
 * @returns false when it was not in the status `from` (by default: any that is not final).
 */
export function setRunStatus(
  runId: string,
  status: RunStatus,
  reason: string | undefined,
  now: number,
  options: { from?: 'pending' | 'running'; problems?: Problem[] } = {},
): boolean {
  const changed = database()
    .update(runs)
    .set({ status, reason: reason ?? null, problems: options.problems ?? null, updateTimestamp: now })
    .where(and(eq(runs.id, runId), inArray(runs.status, options.from ? [options.from] : ['pending', 'running'])))
    .returning({ eventId: runs.eventId })
    .get();
  if (!changed) return false;
  noteChange({ kind: 'run', id: runId, eventId: changed.eventId, status });
  return true;
}
