import { listEventTypes } from '@/db/event-types';
import { eventSource, findEventSummaries } from '@/db/event-walk';
import { collectPage, countMatching } from '@/db/keyset';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { assertOnlyFilter } from '@/lib/rql/only-filter';
import { parseRql } from '@/lib/rql/parse';
import type { MatchCount } from '@/lib/runs/schema';
import type { EventList, EventTypeSummary } from './schema';

const MAX_TYPES = 500;
const COUNT_BUDGET_MS = 2_000;

/**
 * Events that an RQL filter selects, with their fate, the newest first; 50 unless `limit(n)` says otherwise (100 at most).
 * @throws ServiceError 10, 19.
 */
export async function listEventSummaries(principal: Principal, query: string): Promise<EventList> {
  requirePermission(principal, 'VIEW_EVENTS');
  const { ids, ...page } = await collectPage(eventSource, parseRql(query));
  return { data: await findEventSummaries(ids), ...page };
}

/** How many events an RQL filter selects. @throws ServiceError 10, 19. */
export async function countEvents(principal: Principal, query: string): Promise<MatchCount> {
  requirePermission(principal, 'VIEW_EVENTS');
  const parsed = parseRql(query);
  assertOnlyFilter(parsed);
  return countMatching(eventSource, parsed.filter, COUNT_BUDGET_MS);
}

/** What really arrived, the most recent first. @throws ServiceError 10. */
export async function listArrivedTypes(principal: Principal): Promise<EventTypeSummary[]> {
  requirePermission(principal, 'VIEW_EVENTS');
  return listEventTypes(MAX_TYPES);
}
