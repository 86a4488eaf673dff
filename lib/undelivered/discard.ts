import { discardMails, discardRuns, discardTasks } from '@/db/discards';
import { mailSource } from '@/db/mail-walk';
import { runSource } from '@/db/run-pages';
import { taskSource } from '@/db/task-walk';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { parseInput } from '@/lib/http/parse-input';
import { changeMatching } from '@/lib/runs/change-matching';
import { type BulkResult, DiscardInput } from '@/lib/runs/schema';
import type { UndeliveredKind } from './schema';

const KINDS = {
  run: { permission: 'CANCEL_RUNS', source: runSource, discard: discardRuns },
  mail: { permission: 'CANCEL_RUNS', source: mailSource, discard: discardMails },
  task: { permission: 'CANCEL_TASKS', source: taskSource, discard: discardTasks },
} as const satisfies Record<UndeliveredKind, object>;

/**
 * Puts aside every failed run, mail or task that an RQL filter finds, with the reason that a person gives: nobody need act
 * on it any more, it is kept as long as what was canceled, and can still be retried. The others are skipped.
 * @throws ServiceError 10, 14, 15, 19, 26.
 */
export async function discardMatching(principal: Principal, kind: UndeliveredKind, body: unknown): Promise<BulkResult> {
  const { permission, source, discard } = KINDS[kind];
  requirePermission(principal, permission);
  const input = parseInput(DiscardInput, body);
  const { reason, dryRun } = input;
  return changeMatching(source, input, (ids) => discard(ids, { now: Date.now(), dryRun, reason }));
}
