'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus, Split } from 'lucide-react';
import Link from 'next/link';
import { debounce, parseAsInteger, parseAsString, useQueryStates } from 'nuqs';
import { ErrorState, FirstUse, LoadingRows, NoMatch } from '@/components/data/list-states';
import { Pager } from '@/components/data/pager';
import { SearchInput } from '@/components/data/search-input';
import { DispatcherTable } from '@/components/dispatchers/dispatcher-table';
import { PAGE_SIZE } from '@/components/dispatchers/list-path';
import { dispatcherListQuery } from '@/components/dispatchers/queries';
import { useCan } from '@/components/session/queries';
import { Page } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';

const SEARCH_DELAY_MS = 250;
const STATE = { q: parseAsString.withDefault(''), page: parseAsInteger.withDefault(1) };

export function DispatchersScreen() {
  const [{ q, page }, setState] = useQueryStates(STATE);
  const canCreate = useCan('CREATE_DISPATCHERS');
  const search = (text: string) =>
    setState({ q: text || null, page: null }, { limitUrlUpdates: text ? debounce(SEARCH_DELAY_MS) : undefined });
  const createButton = canCreate && (
    <Button asChild variant="primary">
      <Link href="/dispatchers/new">
        <Plus aria-hidden /> New dispatcher
      </Link>
    </Button>
  );
  return (
    <Page
      title="Dispatchers"
      description="Each says what must follow when an event of its type comes in."
      actions={createButton}
    >
      <SearchInput label="Search dispatchers" placeholder="Name or event type" value={q} onValueChange={search} />
      <Card aria-label="Dispatchers" className="mt-3 overflow-clip">
        <DispatcherListContent
          search={q}
          page={Math.max(1, page)}
          onPage={(next) => setState({ page: next })}
          onClear={() => search('')}
          createButton={createButton}
        />
      </Card>
    </Page>
  );
}

interface DispatcherListContentProps {
  search: string;
  page: number;
  onPage: (page: number) => void;
  onClear: () => void;
  createButton: React.ReactNode;
}

function DispatcherListContent({ search, page, onPage, onClear, createButton }: DispatcherListContentProps) {
  const list = useQuery(dispatcherListQuery({ search, page }));
  if (list.isPending) return <LoadingRows label="dispatchers" />;
  if (!list.data) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  const { data, page: info } = list.data;
  if (info.total === 0 && search) return <NoMatch what="dispatchers" onClear={onClear} />;
  if (info.total === 0) {
    return (
      <FirstUse Icon={Split} title="No dispatchers yet" action={createButton}>
        A dispatcher listens to one type of event and holds the mails and tasks that must follow. You see what it would
        do with a real event before you save it.
      </FirstUse>
    );
  }
  return (
    <>
      <DispatcherTable dispatchers={data} />
      <Pager page={page} pageSize={PAGE_SIZE} total={info.total} what="dispatchers" onPage={onPage} />
    </>
  );
}
