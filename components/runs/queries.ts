import { queryOptions } from '@tanstack/react-query';
import type { LiveSource } from '@/components/data/live-list';
import { useLiveDetail } from '@/components/data/use-live-detail';
import type { RunView } from '@/lib/console/schema';
import type { DispatcherList } from '@/lib/dispatchers/schema';
import { apiGet } from '@/lib/http/client';
import type { Run } from '@/lib/runs/schema';

/** All runs: new ones come with an event, or by a replay; one changes with its message. */
export const RUNS: LiveSource<Run> = {
  name: 'runs',
  path: '/api/v1/runs',
  concerns: (message) => {
    if (message.kind === 'run') return message.data.id;
    // The ids of the runs that an event makes are not told with it; a look at what is new finds them.
    return message.kind === 'event' && message.data.runs > 0 ? message.data.id : undefined;
  },
};

const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['runs', 'one', id],
    queryFn: ({ signal }) => apiGet<RunView>(`/api/v1/runs/${id}`, signal),
  });

/** One run with all that it brought about, as it goes on. */
export function useRun(id: string) {
  return useLiveDetail(runQuery(id), {
    concerns: (message) => message.kind === 'run' && message.data.id === id,
    isUnderWay: ({ run }) => run.status === 'pending' || run.status === 'running',
  });
}

/** A few dispatchers whose name, type or id has the text in it. */
export const dispatcherChoicesQuery = (text: string) =>
  queryOptions({
    queryKey: ['dispatchers', 'choices', text],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ limit: '20', sort: 'name', direction: 'asc', ...(text && { text }) });
      return apiGet<DispatcherList>(`/api/v1/dispatchers?${query}`, signal);
    },
    staleTime: 10_000,
  });
