import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { DemoResult, Overview } from '@/lib/console/schema';
import { apiGet, apiSend } from '@/lib/http/client';
import type { Source } from '@/lib/sources/schema';

const POLL_MS = 5_000;

export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => apiGet<Overview>('/api/v1/overview', signal),
  refetchInterval: POLL_MS,
});

export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: ({ signal }) => apiGet<Source[]>('/api/v1/sources', signal),
});

/** Installs the working example and sends it an event. */
export function useInstallExample(onInstalled: (result: DemoResult) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiSend<DemoResult>('POST', '/api/v1/demo'),
    // Not awaited, and told here: once the overview is read anew, whoever started this is no longer on the page.
    onSuccess: (result) => {
      onInstalled(result);
      void client.invalidateQueries();
    },
  });
}

/** Gives a source a new secret and answers it, this once; the old one stops working. */
export function useRotateSecret() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      apiSend<{ secret: string }>('POST', `/api/v1/sources/${encodeURIComponent(name)}/rotate`),
    onSuccess: () => client.invalidateQueries({ queryKey: sourcesQuery.queryKey }),
  });
}
