import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type LiveMessage, useLive } from '@/components/data/live';
import {
  fetchNews,
  fetchPage,
  type Listed,
  type ListPage,
  type LiveSource,
  type News,
  PAGE_SIZE,
  withFresh,
} from '@/components/data/live-list';

/** Between two looks at what is new, however much the stream tells. */
const REST_MS = 1_000;
/** The first look waits this long, so that what comes together is read together. */
const GATHER_MS = 150;
/** While there is no stream. With one, only as a net. */
const POLL_MS = 2_500;
const NET_MS = 60_000;
/** A filter that finds little is looked for so many pages further back before somebody has to ask. */
const MAX_EMPTY_PAGES = 20;
const NOTHING: News<never> = { fresh: [], gap: false, changed: {}, upTo: undefined };

/**
 * A list, live: rows never move by themselves, new ones wait until `showFresh`, and what changes is shown in its row.
 * `filter` is RQL; another filter is another list.
 */
export function useLiveList<Row extends Listed>(source: LiveSource<Row>, filter: string) {
  const client = useQueryClient();
  const pagesKey = [source.name, 'list', filter, 'pages'];
  const newsKey = [source.name, 'list', filter, 'news'];
  const heard = useRef<Heard>({ stale: new Set(), all: true, newest: undefined });

  const pages = useInfiniteQuery({
    queryKey: pagesKey,
    queryFn: ({ pageParam, signal }) => fetchPage(source, filter, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextBefore,
    // What is on the page stays as it is until somebody asks; what is new is read beside it.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const shown = pages.data?.pages.flatMap((page) => page.data) ?? [];

  const look = useLook(() => {
    if (client.isFetching({ queryKey: newsKey }) > 0) return false;
    void client.refetchQueries({ queryKey: newsKey });
    return true;
  });
  const connected = useLive((message) => {
    if (hear(heard.current, message, source)) look();
  });
  const news = useQuery({
    queryKey: newsKey,
    queryFn: async ({ signal }): Promise<News<Row>> => {
      const { all, newest, stale } = heard.current;
      heard.current = { stale: new Set(), all: !connected, newest };
      const previous = client.getQueryData<News<Row>>(newsKey);
      const known = [...(previous?.fresh ?? []), ...shown].map((row) => row.id);
      const others = [...stale].filter((id) => !known.includes(id));
      const again = all ? known : known.filter((id) => stale.has(id));
      const request = { filter, shown, previous, stale: again, others, newest, signal };
      return fetchNews(source, request).catch((error) => {
        // What it was to read is still to be read; when another look has taken its place, that one did not know.
        heard.current.all = true;
        if (signal.aborted) look();
        throw error;
      });
    },
    enabled: pages.isSuccess,
    refetchInterval: connected ? NET_MS : POLL_MS,
    gcTime: 0,
    retry: false,
  });

  useEffect(() => {
    heard.current.all ||= !connected;
  }, [connected]);

  const { gap, changed, ...found } = news.data ?? (NOTHING as News<Row>);
  // A look that was under way while they were brought in has found them once more.
  const known = new Set(shown.map((row) => row.id));
  const fresh = found.fresh.filter((row) => !known.has(row.id));
  // Into an empty list new rows may come by themselves: there is nothing that could jump.
  const isEmpty = shown.length === 0;
  const { isSearching, showOlder } = useOlder(pages, filter, shown.length);

  const showFresh = async () => {
    // A page that is on its way would put the list back as it was when it was asked for.
    await client.cancelQueries({ queryKey: pagesKey });
    client.setQueryData(pagesKey, (data: InfiniteData<ListPage<Row>, string | undefined> | undefined) => {
      const next = withFresh(data?.pages ?? [], { fresh, gap });
      return { pages: next, pageParams: next.map((_, index) => data?.pageParams[index]) };
    });
    client.setQueryData(newsKey, (data: News<Row> | undefined) => data && { ...data, fresh: [], gap: false });
  };
  return {
    pages,
    rows: isEmpty ? fresh : shown.map((row) => changed[row.id] ?? row),
    freshCount: isEmpty ? 0 : fresh.length,
    gap,
    showFresh,
    showOlder,
    /** True while older rows are being looked through for a filter that finds little. */
    isSearching,
    /** The id up to which the list has looked, while it has not looked at everything. */
    lookedUpTo: pages.data?.pages.at(-1)?.nextBefore,
  };
}

export type LiveList<Row extends Listed> = ReturnType<typeof useLiveList<Row>>;

/** What the stream has told since the last look. */
interface Heard {
  stale: Set<string>;
  all: boolean;
  newest: string | undefined;
}

/** Notes what a message means for the list. @returns whether it means anything. */
function hear<Row extends Listed>(heard: Heard, message: LiveMessage, source: LiveSource<Row>): boolean {
  if (message.kind === 'missed') {
    heard.all = true;
    return true;
  }
  const { id } = message.data;
  if (heard.newest === undefined || id > heard.newest) heard.newest = id;
  const concerned = source.concerns(message);
  if (concerned === true) heard.all = true;
  else if (concerned !== undefined) heard.stale.add(concerned);
  return concerned !== undefined;
}

/** Calls `look` soon, and at most once in `REST_MS`; again a little later when it answers that it could not look now. */
function useLook(look: () => boolean) {
  const latest = useRef(look);
  latest.current = look;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const lastAt = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(function schedule() {
    if (timer.current !== undefined) return;
    const wait = Math.max(GATHER_MS, lastAt.current + REST_MS - Date.now());
    timer.current = setTimeout(() => {
      // What is told while it looks is for the next look.
      timer.current = undefined;
      if (latest.current()) lastAt.current = Date.now();
      else schedule();
    }, wait);
  }, []);
}

interface OlderPages {
  data: { pages: readonly unknown[] } | undefined;
  hasNextPage: boolean;
  isFetching: boolean;
  isError: boolean;
  fetchNextPage: () => unknown;
}

/** Goes further back by itself while a filter finds little: a page of the API may be short, or empty, and yet not be the last. */
function useOlder(pages: OlderPages, filter: string, count: number) {
  const loaded = pages.data?.pages.length ?? 0;
  const [asked, setAsked] = useState({ filter, rows: 0, pages: 0 });
  const goal = asked.filter === filter && asked.rows > 0 ? asked : { rows: PAGE_SIZE / 2, pages: MAX_EMPTY_PAGES };
  const isSearching = pages.hasNextPage && !pages.isError && count < goal.rows && loaded < goal.pages;
  const { isFetching, fetchNextPage } = pages;
  useEffect(() => {
    if (isSearching && !isFetching) void fetchNextPage();
  }, [isSearching, isFetching, fetchNextPage]);
  const showOlder = () => setAsked({ filter, rows: count + PAGE_SIZE, pages: loaded + MAX_EMPTY_PAGES });
  return { isSearching, showOlder };
}
