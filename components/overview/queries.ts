import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Range, toBuckets } from '@/components/overview/volume-range';
import type { DemoResult, Overview } from '@/lib/console/schema';
import { apiGet, apiSend } from '@/lib/http/client';
import type { Source } from '@/lib/sources/schema';
import type { Statistics } from '@/lib/statistics/schema';
import type { Target, TargetBreaker, TargetList } from '@/lib/targets/schema';
import type { Undelivered, UndeliveredKind, UndeliveredList } from '@/lib/undelivered/schema';

const POLL_MS = 5_000;
const STATISTICS_POLL_MS = 30_000;

export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => apiGet<Overview>('/api/v1/overview', signal),
  refetchInterval: POLL_MS,
});

export const undeliveredQuery = queryOptions({
  queryKey: ['undelivered'],
  queryFn: ({ signal }) => apiGet<UndeliveredList>('/api/v1/undelivered', signal),
  refetchInterval: POLL_MS,
});

export const targetsQuery = queryOptions({
  queryKey: ['targets'],
  queryFn: ({ signal }) => apiGet<TargetList>('/api/v1/targets', signal),
  refetchInterval: POLL_MS,
});

export const statisticsQuery = (range: Range) =>
  queryOptions({
    queryKey: ['statistics', range],
    queryFn: ({ signal }) => {
      const { from, to, bucket } = toBuckets(range, Date.now());
      return apiGet<Statistics>(`/api/v1/statistics?from=${from}&to=${to}&bucket=${bucket}`, signal);
    },
    refetchInterval: STATISTICS_POLL_MS,
    placeholderData: keepPreviousData,
  });

export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: ({ signal }) => apiGet<Source[]>('/api/v1/sources', signal),
});

const RETRY_PATHS: Record<UndeliveredKind, string> = {
  run: '/api/v1/runs',
  mail: '/api/v1/mails',
  task: '/api/v1/tasks',
};

/** Has it done again. */
export function useRetry() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, id }: Undelivered) => apiSend<unknown>('POST', `${RETRY_PATHS[kind]}/${id}/retry`),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: undeliveredQuery.queryKey });
      void client.invalidateQueries({ queryKey: overviewQuery.queryKey });
    },
  });
}

/** Tries at once whether a target is back. */
export function useProbe() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, name }: Target) =>
      apiSend<TargetBreaker>('POST', `/api/v1/targets/${kind}/${encodeURIComponent(name)}/probe`),
    onSettled: () => client.invalidateQueries({ queryKey: targetsQuery.queryKey }),
  });
}

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
