import { countMatching } from '@/db/keyset';
import { mailSource } from '@/db/mail-walk';
import { cancelMails, retryMails } from '@/db/retries';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { parseInput } from '@/lib/http/parse-input';
import { assertOnlyFilter } from '@/lib/rql/only-filter';
import { parseRql } from '@/lib/rql/parse';
import { changeMatching } from '@/lib/runs/change-matching';
import { BulkInput, type BulkResult, type MatchCount } from '@/lib/runs/schema';
import { serverContext } from '@/lib/server/context';

const COUNT_BUDGET_MS = 2_000;

/** How many mails an RQL filter selects. @throws ServiceError 10, 19. */
export async function countMails(principal: Principal, query: string): Promise<MatchCount> {
  requirePermission(principal, 'VIEW_MAILS');
  const parsed = parseRql(query);
  assertOnlyFilter(parsed);
  return countMatching(mailSource, parsed.filter, COUNT_BUDGET_MS);
}

/** Sends every mail again that an RQL filter finds, to those who did not get it; the others are skipped. @throws ServiceError 10, 14, 15, 19, 26. */
export async function retryMatchingMails(principal: Principal, body: unknown): Promise<BulkResult> {
  requirePermission(principal, 'RETRY_RUNS');
  const input = parseInput(BulkInput, body);
  return changeMatching(mailSource, input, async (ids) => {
    const results = await retryMails(ids, { now: Date.now(), dryRun: input.dryRun });
    if (!input.dryRun) serverContext().wake();
    return results;
  });
}

/** Cancels every mail that an RQL filter finds and that waits; the others are skipped. @throws ServiceError 10, 14, 15, 19, 26. */
export async function cancelMatchingMails(principal: Principal, body: unknown): Promise<BulkResult> {
  requirePermission(principal, 'CANCEL_RUNS');
  const input = parseInput(BulkInput, body);
  return changeMatching(mailSource, input, (ids) => cancelMails(ids, { now: Date.now(), dryRun: input.dryRun }));
}
