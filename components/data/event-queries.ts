import { queryOptions } from '@tanstack/react-query';
import { allOf, is } from '@/components/data/rql';
import type { EventDetail, EventList, EventTypeSummary } from '@/lib/console/schema';
import type { EventOutcome } from '@/lib/events/schema';
import { apiGet } from '@/lib/http/client';

export interface EventFilter {
  type?: string | undefined;
  outcome?: EventOutcome | undefined;
}

/** One page of events, newest first; `before` is the id to page on from. */
export function fetchEvents(
  filter: EventFilter,
  { before, limit = 50 }: { before?: string | undefined; limit?: number },
  signal?: AbortSignal,
): Promise<EventList> {
  const query = allOf(
    filter.type && is('type', filter.type),
    filter.outcome && is('outcome', filter.outcome),
    before && `lt(id,${before})`,
    `limit(${limit})`,
  );
  return apiGet<EventList>(`/api/v1/events?${query}`, signal);
}

/** What really arrived, most recent first. */
export const eventTypesQuery = queryOptions({
  queryKey: ['event-types'],
  queryFn: ({ signal }) => apiGet<EventTypeSummary[]>('/api/v1/event-types', signal),
  staleTime: 10_000,
});

export const eventQuery = (id: string) =>
  queryOptions({
    queryKey: ['events', 'one', id],
    queryFn: ({ signal }) => apiGet<EventDetail>(`/api/v1/events/${id}`, signal),
  });
