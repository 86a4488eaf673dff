import { listEvents, listEventTypes } from '@/db/events';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { parseInput } from '@/lib/http/parse-input';
import { type EventList, EventListQuery, type EventTypeSummary } from './schema';

const MAX_TYPES = 500;

/** Events with their fate, newest first. @throws ServiceError 10, 15. */
export async function listEventSummaries(principal: Principal, query: URLSearchParams): Promise<EventList> {
  requirePermission(principal, 'VIEW_EVENTS');
  const parsed = parseInput(EventListQuery, Object.fromEntries(query));
  const rows = await listEvents(parsed);
  const data = rows.slice(0, parsed.limit);
  const last = data.at(-1);
  return rows.length > parsed.limit && last ? { data, nextBefore: last.id } : { data };
}

/** What really arrived, the most recent first. @throws ServiceError 10. */
export async function listArrivedTypes(principal: Principal): Promise<EventTypeSummary[]> {
  requirePermission(principal, 'VIEW_EVENTS');
  return listEventTypes(MAX_TYPES);
}
