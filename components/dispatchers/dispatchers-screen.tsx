'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus, Split } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { ErrorState, FirstUse, LoadingRows, NoMatch } from '@/components/data/list-states';
import { Pager } from '@/components/data/pager';
import { DispatcherFilters } from '@/components/dispatchers/list/dispatcher-filters';
import { DispatcherTable } from '@/components/dispatchers/list/dispatcher-table';
import { type ListState, useListState } from '@/components/dispatchers/list/list-state';
import { PAGE_SIZE } from '@/components/dispatchers/list-path';
import { dispatcherListQuery } from '@/components/dispatchers/queries';
import { useCan } from '@/components/session/queries';
import { Page } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';

export function DispatchersScreen() {
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
        <DispatcherListContent state={state} createButton={createButton} />
      </Card>
    </Page>
  );
}

function DispatcherListContent({ state, createButton }: { state: ListState; createButton: ReactNode }) {
  const list = useQuery(dispatcherListQuery(state.request));
  if (list.isPending) return <LoadingRows label="dispatchers" />;
  if (!list.data) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  const { data, page } = list.data;
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
      <DispatcherTable dispatchers={data} countedAt={list.dataUpdatedAt} state={state} />
      <Pager page={state.request.page} pageSize={PAGE_SIZE} total={page.total} what="dispatchers" onPage={state.goTo} />
    </>
  );
}
