'use client';

import { ArrowUp, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { ErrorState, LoadingRows, NoMatch } from '@/components/data/list-states';
import type { Listed } from '@/components/data/live-list';
import { RelativeTime } from '@/components/data/relative-time';
import type { LiveList } from '@/components/data/use-live-list';
import { Button } from '@/components/ui/button';
import { timeOfId } from '@/lib/format/id';

interface LiveRowsProps<Row extends Listed> {
  list: LiveList<Row>;
  /** What is listed, in the plural. */
  what: string;
  isFiltered: boolean;
  onClearFilters: () => void;
  /** What stands there when there is nothing at all. */
  firstUse: ReactNode;
  /** The rows; called only when there are some. */
  children: (rows: readonly Row[]) => ReactNode;
}

/** A live list in its states: loading, error, first use, no match, or its rows with "N new" above and the way to older ones below. */
export function LiveRows<Row extends Listed>(props: LiveRowsProps<Row>) {
  const { list, what, isFiltered, onClearFilters, firstUse, children } = props;
  const { pages, rows } = list;
  if (pages.isPending) return <LoadingRows label={what} />;
  if (pages.isError && rows.length === 0) return <ErrorState error={pages.error} onRetry={() => pages.refetch()} />;
  if (rows.length === 0 && !pages.hasNextPage) {
    return isFiltered ? <NoMatch what={what} onClear={onClearFilters} /> : firstUse;
  }
  return (
    <>
      <NewPill list={list} />
      {rows.length > 0 && children(rows)}
      <Older list={list} what={what} />
    </>
  );
}

function NewPill<Row extends Listed>({ list: { freshCount, gap, showFresh } }: { list: LiveList<Row> }) {
  return (
    <div aria-live="polite" className="sticky top-12 z-10 flex justify-center lg:top-0">
      {freshCount > 0 && (
        <Button variant="primary" size="sm" className="absolute top-1 rounded-full! shadow-pop" onClick={showFresh}>
          <ArrowUp aria-hidden />
          {freshCount}
          {gap && '+'} new
        </Button>
      )}
    </div>
  );
}

function Older<Row extends Listed>({ list, what }: { list: LiveList<Row>; what: string }) {
  const { pages, isSearching, lookedUpTo, showOlder } = list;
  if (pages.isFetchNextPageError) {
    return (
      <div role="alert" className="flex flex-wrap items-center justify-center gap-3 border-t p-3 text-danger">
        {pages.error?.message}
        <Button onClick={() => pages.fetchNextPage()}>Try again</Button>
      </div>
    );
  }
  if (!pages.hasNextPage) return null;
  return (
    <div className="flex flex-wrap items-center justify-center gap-x-3 gap-y-2 border-t p-3 text-muted">
      {isSearching && lookedUpTo ? (
        <span role="status" className="flex min-h-8 items-center gap-2">
          <Search aria-hidden className="size-4 animate-pulse" />
          <span>
            Looking further back: at what came <RelativeTime timestamp={timeOfId(lookedUpTo)} />
          </span>
        </span>
      ) : (
        <Button busy={pages.isFetchingNextPage} onClick={showOlder}>
          Show older {what}
        </Button>
      )}
    </div>
  );
}
