import { queryOptions } from '@tanstack/react-query';
import { apiGet } from '@/lib/http/client';
import type { Source } from '@/lib/sources/schema';

/** Where events come from when it is no webhook: the events API, this server itself, the working example. */
export const OWN_SOURCES = ['events', 'system', 'example'] as const;

export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: ({ signal }) => apiGet<Source[]>('/api/v1/sources', signal),
});
