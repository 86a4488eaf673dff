import { cancelRuns } from '@/db/retries';
import { runSource } from '@/db/run-pages';
import { findRuns } from '@/db/runs';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { changeMatching } from './change-matching';
import { BulkInput, type BulkResult, type Run } from './schema';

/**
 * Cancels a run that waits: to be planned, to be sent, or to be started.
 * @throws ServiceError 10, 16, and 27 when it has ended, or its mail or task is under way right now.
 */
export async function cancelRun(principal: Principal, id: string, now: number): Promise<Run> {
  requirePermission(principal, 'CANCEL_RUNS');
  const [result] = await cancelRuns([id], { now });
  if (!result) throw resourceUnknown('run', id);
  if (result.refusal !== undefined) throw new ServiceError(27, `This run cannot be canceled: ${result.refusal}`);
  const [run] = await findRuns([id]);
  if (!run) throw resourceUnknown('run', id);
  return run;
}

/** The same for every run that an RQL filter finds; those that cannot be canceled are skipped. @throws ServiceError 10, 14, 15, 19, 26. */
export async function cancelMatchingRuns(principal: Principal, body: unknown): Promise<BulkResult> {
  requirePermission(principal, 'CANCEL_RUNS');
  const input = parseInput(BulkInput, body);
  return changeMatching(runSource, input, (ids) => cancelRuns(ids, { now: Date.now(), dryRun: input.dryRun }));
}
