import { retryRuns } from '@/db/retries';
import { runSource } from '@/db/run-pages';
import { findRuns } from '@/db/runs';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { serverContext } from '@/lib/server/context';
import { changeMatching } from './change-matching';
import { BulkInput, type BulkResult, type Run } from './schema';

/**
 * Has a run that failed or was canceled done again. What was never planned is planned with the dispatcher as it is now;
 * a mail goes again to those who did not get it, under its Message-ID; a task is followed by a new one with the same
 * idempotency key. A retry that waits for its time begins at once instead.
 * @throws ServiceError 10, 16, and 27 when it has succeeded, is under way, or what it needs is disabled.
 */
export async function retryRun(principal: Principal, id: string, now: number): Promise<Run> {
  requirePermission(principal, 'RETRY_RUNS');
  const [result] = await retryRuns([id], { now });
  if (!result) throw resourceUnknown('run', id);
  if (result.refusal !== undefined) throw new ServiceError(27, `This run cannot be retried: ${result.refusal}`);
  serverContext().wake();
  const [run] = await findRuns([id]);
  if (!run) throw resourceUnknown('run', id);
  return run;
}

/** The same for every run that an RQL filter finds; those that cannot be retried are skipped. @throws ServiceError 10, 14, 15, 19, 26. */
export async function retryMatchingRuns(principal: Principal, body: unknown): Promise<BulkResult> {
  requirePermission(principal, 'RETRY_RUNS');
  const input = parseInput(BulkInput, body);
  return changeMatching(runSource, input, async (ids) => {
    const results = await retryRuns(ids, { now: Date.now(), dryRun: input.dryRun });
    if (!input.dryRun) serverContext().wake();
    return results;
  });
}
