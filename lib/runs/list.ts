import { collectPage, countMatching } from '@/db/keyset';
import { runSource } from '@/db/run-pages';
import { findRuns } from '@/db/runs';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { assertOnlyFilter } from '@/lib/rql/only-filter';
import { parseRql } from '@/lib/rql/parse';
import type { MatchCount, RunList } from './schema';

const COUNT_BUDGET_MS = 2_000;

/**
 * Runs that an RQL filter selects, the newest first, 50 unless `limit(n)` says otherwise (100 at most). Nothing is counted.
 * @throws ServiceError 10, 19.
 */
export async function listRuns(principal: Principal, query: string): Promise<RunList> {
  requirePermission(principal, 'VIEW_EVENTS');
  const { ids, ...page } = await collectPage(runSource, parseRql(query));
  return { data: await findRuns(ids), ...page };
}

/** How many runs an RQL filter selects. @throws ServiceError 10, 19. */
export async function countRuns(principal: Principal, query: string): Promise<MatchCount> {
  requirePermission(principal, 'VIEW_EVENTS');
  const parsed = parseRql(query);
  assertOnlyFilter(parsed);
  return countMatching(runSource, parsed.filter, COUNT_BUDGET_MS);
}
