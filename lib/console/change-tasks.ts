import { countMatching } from '@/db/keyset';
import { cancelTasks, retryTasks } from '@/db/retries';
import { taskSource } from '@/db/task-walk';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { parseInput } from '@/lib/http/parse-input';
import { assertOnlyFilter } from '@/lib/rql/only-filter';
import { parseRql } from '@/lib/rql/parse';
import { changeMatching } from '@/lib/runs/change-matching';
import { BulkInput, type BulkResult, type MatchCount } from '@/lib/runs/schema';
import { serverContext } from '@/lib/server/context';

const COUNT_BUDGET_MS = 2_000;

/** How many tasks an RQL filter selects. @throws ServiceError 10, 19. */
export async function countTasks(principal: Principal, query: string): Promise<MatchCount> {
  requirePermission(principal, 'VIEW_TASKS');
  const parsed = parseRql(query);
  assertOnlyFilter(parsed);
  return countMatching(taskSource, parsed.filter, COUNT_BUDGET_MS);
}

/** Runs every task again that an RQL filter finds and that failed or was canceled; the others are skipped. @throws ServiceError 10, 14, 15, 19, 26. */
export async function retryMatchingTasks(principal: Principal, body: unknown): Promise<BulkResult> {
  requirePermission(principal, 'RETRY_RUNS');
  const input = parseInput(BulkInput, body);
  return changeMatching(taskSource, input, async (ids) => {
    const results = await retryTasks(ids, { now: Date.now(), dryRun: input.dryRun });
    if (!input.dryRun) serverContext().wake();
    return results;
  });
}

/** Cancels every task that an RQL filter finds and that has not started; the others are skipped. @throws ServiceError 10, 14, 15, 19, 26. */
export async function cancelMatchingTasks(principal: Principal, body: unknown): Promise<BulkResult> {
  requirePermission(principal, 'CANCEL_TASKS');
  const input = parseInput(BulkInput, body);
  return changeMatching(taskSource, input, (ids) => cancelTasks(ids, { now: Date.now(), dryRun: input.dryRun }));
}
