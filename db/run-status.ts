import type { Problem } from '@/lib/dispatch/schema';
import type { RunStatus } from '@/lib/runs/schema';
import { noteChange } from './changes';
import { plucked } from './client';

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
  const { from, problems } = options;
  const eventId = plucked(
    `UPDATE runs SET status = ?, reason = ?, problems = ?, update_timestamp = ?
     WHERE id = ? AND status IN (?, ?) RETURNING event_id`,
  ).get(
    status,
    reason ?? null,
    problems ? JSON.stringify(problems) : null,
    now,
    runId,
    from ?? 'pending',
    from ?? 'running',
  ) as string | undefined;
  if (eventId === undefined) return false;
  noteChange({ kind: 'run', id: runId, eventId, status });
  return true;
}
