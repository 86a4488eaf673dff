import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { JsonValue } from '@/lib/format/json';
import { apiGet, apiSend } from '@/lib/http/client';
import type { Source, SourceInput, SourceSummary } from '@/lib/sources/schema';

const POLL_MS = 10_000;
const PATH = '/api/v1/sources';
const pathOf = (name: string) => `${PATH}/${encodeURIComponent(name)}`;

export const sourceListQuery = queryOptions({
  queryKey: ['sources', 'summaries'],
  queryFn: ({ signal }) => apiGet<SourceSummary[]>(PATH, signal),
  refetchInterval: POLL_MS,
});

/** Reads every list of sources anew once a change is done. */
function useRefresh() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['sources'] });
}

/** Opens a webhook address; the answer holds its secret, this once. */
export function useCreateSource() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (body: SourceInput) => apiSend<Source & { secret: string }>('POST', PATH, { body }),
    onSuccess,
  });
}

export function useDescribeSource(name: string) {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (description: string | null) => apiSend<unknown>('PUT', pathOf(name), { body: { description } }),
    onSuccess,
  });
}

export function useDeleteSource(name: string) {
  const onSuccess = useRefresh();
  return useMutation({ mutationFn: () => apiSend<unknown>('DELETE', pathOf(name)), onSuccess });
}

/** Gives a source a new secret and answers it, this once; the old one goes on working for so many hours. */
export function useRotateSource(name: string) {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (overlapHours: number) =>
      apiSend<{ secret: string }>('POST', `${pathOf(name)}/rotate?overlapHours=${overlapHours}`),
    onSuccess,
  });
}

/** Stores an event as if it came through this source. */
export function useSendTestEvent(name: string) {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (body: { type: string; content: JsonValue }) =>
      apiSend<{ id: string; runs: number }>('POST', `${pathOf(name)}/test`, { body }),
    onSuccess,
  });
}
