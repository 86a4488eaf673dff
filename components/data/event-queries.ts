import { queryOptions } from '@tanstack/react-query';
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
  const query = new URLSearchParams({ limit: String(limit) });
  if (filter.type) query.set('type', filter.type);
  if (filter.outcome) query.set('outcome', filter.outcome);
  if (before) query.set('before', before);
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
