import {
  type InfiniteData,
  infiniteQueryOptions,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { type EventFilter, eventQuery, fetchEvents } from '@/components/data/event-queries';
import { isUnderWay } from '@/components/data/fate';
import { mergeLive } from '@/components/events/merge-live';
import type { EventList } from '@/lib/console/schema';
import type { EventInput } from '@/lib/events/schema';
import { apiSend } from '@/lib/http/client';

const LIST_POLL_MS = 2_500;
const DETAIL_POLL_MS = 1_000;

const pagesQuery = (filter: EventFilter) =>
  infiniteQueryOptions({
    queryKey: ['events', 'pages', filter],
    queryFn: ({ pageParam, signal }) => fetchEvents(filter, { before: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextBefore,
    // What is on the page stays as it is until somebody asks; the poll beside it says what is new.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

const latestQuery = (filter: EventFilter) =>
  queryOptions({
    queryKey: ['events', 'latest', filter],
    queryFn: ({ signal }) => fetchEvents(filter, {}, signal),
    refetchInterval: LIST_POLL_MS,
  });

/** The list of events, live: rows never move by themselves, new ones wait until `showFresh`. */
export function useLiveEvents(filter: EventFilter) {
  const client = useQueryClient();
  const pages = useInfiniteQuery(pagesQuery(filter));
  const latest = useQuery({ ...latestQuery(filter), enabled: pages.isSuccess });
  const shown = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const { rows, fresh, gap } = mergeLive(shown, latest.data?.data ?? []);
  // Into an empty list new events may come by themselves: there is nothing that could jump.
  const isEmpty = shown.length === 0;

  const showFresh = () => {
    const newest = latest.data;
    if (!newest) return;
    client.setQueryData(pagesQuery(filter).queryKey, (data: InfiniteData<EventList, unknown> | undefined) => {
      const [first, ...rest] = data?.pages ?? [];
      if (!data || !first || gap) return { pages: [newest], pageParams: [undefined] };
      return { ...data, pages: [{ ...first, data: [...fresh, ...first.data] }, ...rest] };
    });
  };
  return { pages, rows: isEmpty ? fresh : rows, freshCount: isEmpty ? 0 : fresh.length, gap, showFresh };
}

/** One event with all that followed from it; asked for again while something of it is under way. */
export function useEvent(id: string) {
  return useQuery({
    ...eventQuery(id),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.event) ? DETAIL_POLL_MS : false),
  });
}

/** Reports an event as a service would. Answers its id. */
export function useSendEvent() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: EventInput) => apiSend<{ id: string }>('POST', '/events/v1/', { body: input }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['event-types'] }),
  });
}
