'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus, Split } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, Suspense, useDeferredValue } from 'react';
import { useFromDocument } from '@/components/data/from-document';
import { ErrorState, FirstUse, LoadingRows, NoMatch } from '@/components/data/list-states';
import { Pager } from '@/components/data/pager';
import { DispatcherFilters } from '@/components/dispatchers/list/dispatcher-filters';
import { DispatcherTable } from '@/components/dispatchers/list/dispatcher-table';
import { type ListState, useListState } from '@/components/dispatchers/list/list-state';
import { PAGE_SIZE } from '@/components/dispatchers/list-path';
import { dispatcherListQuery } from '@/components/dispatchers/queries';
import { useCan } from '@/components/session/permissions';
import { Page } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import type { DispatcherList } from '@/lib/dispatchers/schema';

interface DispatchersScreenProps {
  /** The first page of all dispatchers, when the server read it for the document. */
  read: DispatcherList | undefined;
}

export function DispatchersScreen({ read }: DispatchersScreenProps) {
  const state = useListState();
  const canCreate = useCan('CREATE_DISPATCHERS');
  const createButton = canCreate && (
    <Button asChild variant="primary">
      <Link href="/dispatchers/new">
        <Plus aria-hidden /> New dispatcher
      </Link>
    </Button>
  );
  return (
    <Page
      wide
      title="Dispatchers"
      description="Each says what must follow when an event of its type comes in."
      actions={createButton}
    >
      <DispatcherFilters state={state} />
      <Card aria-label="Dispatchers" className="mt-3 overflow-clip">
        {/* So many rows React takes over on their own: a press elsewhere does not wait for them. */}
        <Suspense fallback={<LoadingRows label="dispatchers" />}>
          <DispatcherListContent state={state} read={read} createButton={createButton} />
        </Suspense>
      </Card>
    </Page>
  );
}

interface DispatcherListContentProps extends DispatchersScreenProps {
  state: ListState;
  createButton: ReactNode;
}

function DispatcherListContent({ state, read, createButton }: DispatcherListContentProps) {
  const inDocument = useFromDocument(read);
  const list = useQuery({ ...dispatcherListQuery(state.request), initialData: inDocument });
  // So many rows are made bit by bit, while the page goes on answering.
  const found = useDeferredValue(list.data, inDocument);
  const countedAt = useDeferredValue(list.dataUpdatedAt);
  if (list.isError && !list.data) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (!found) return <LoadingRows label="dispatchers" />;
  const { data, page } = found;
  if (page.total === 0 && state.isFiltered) return <NoMatch what="dispatchers" onClear={state.clear} />;
  if (page.total === 0) {
    return (
      <FirstUse Icon={Split} title="No dispatchers yet" action={createButton}>
        A dispatcher listens to one type of event and holds the mails and tasks that must follow. You see what it would
        do with a real event before you save it.
      </FirstUse>
    );
  }
  return (
    <>
      <DispatcherTable dispatchers={data} countedAt={countedAt} state={state} />
      <Pager page={state.request.page} pageSize={PAGE_SIZE} total={page.total} what="dispatcher" onPage={state.goTo} />
    </>
  );
}
