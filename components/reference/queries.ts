import { queryOptions } from '@tanstack/react-query';
import type { ApiDocument } from '@/components/reference/document';
import { apiGet } from '@/lib/http/client';

/** The server's own description of its API: it changes with the server only. */
export const documentQuery = queryOptions({
  queryKey: ['openapi'],
  queryFn: ({ signal }) => apiGet<ApiDocument>('/openapi.json', signal),
  staleTime: Number.POSITIVE_INFINITY,
});
