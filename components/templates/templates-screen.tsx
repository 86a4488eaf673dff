'use client';

import { useQuery } from '@tanstack/react-query';
import { FileText, Plus } from 'lucide-react';
import Link from 'next/link';
import { debounce, parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { ErrorState, FirstUse, LoadingRows, NoMatch } from '@/components/data/list-states';
import { Pager } from '@/components/data/pager';
import { SearchInput } from '@/components/data/search-input';
import { useCan } from '@/components/session/permissions';
import { Page } from '@/components/shell/page';
import { PAGE_SIZE, templateListQuery } from '@/components/templates/queries';
import { TemplateTable } from '@/components/templates/template-table';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { TEMPLATE_ORDERS } from '@/lib/templates/constants';
import type { TemplateOrder } from '@/lib/templates/schema';

const SEARCH_DELAY_MS = 250;
const STATE = {
  q: parseAsString.withDefault(''),
  page: parseAsInteger.withDefault(1),
  sort: parseAsStringLiteral(TEMPLATE_ORDERS).withDefault('-updated'),
};

export function TemplatesScreen() {
  const [{ q, page, sort }, setState] = useQueryStates(STATE);
  const canCreate = useCan('CREATE_TEMPLATES');
  const search = (text: string) =>
    setState({ q: text || null, page: null }, { limitUrlUpdates: text ? debounce(SEARCH_DELAY_MS) : undefined });
  const createButton = canCreate && (
    <Button asChild variant="primary">
      <Link href="/templates/new">
        <Plus aria-hidden /> New template
      </Link>
    </Button>
  );
  return (
    <Page
      title="Templates"
      description="What mails say: filled from the event when it comes in."
      actions={createButton}
    >
      <SearchInput label="Search templates" placeholder="Name or description" value={q} onValueChange={search} />
      <Card aria-label="Templates" className="mt-3 overflow-clip">
        <TemplateListContent
          search={q}
          page={Math.max(1, page)}
          sort={sort}
          onSort={(next) => setState({ sort: next, page: null })}
          onPage={(next) => setState({ page: next })}
          onClear={() => search('')}
          createButton={createButton}
        />
      </Card>
    </Page>
  );
}

interface TemplateListContentProps {
  search: string;
  page: number;
  sort: TemplateOrder;
  onSort: (sort: TemplateOrder) => void;
  onPage: (page: number) => void;
  onClear: () => void;
  createButton: React.ReactNode;
}

function TemplateListContent({ search, page, sort, onSort, onPage, onClear, createButton }: TemplateListContentProps) {
  const list = useQuery(templateListQuery({ search, sort, page }));
  if (list.isPending) return <LoadingRows label="templates" />;
  if (!list.data) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  const { total } = list.data;
  if (total === 0 && search) return <NoMatch what="templates" onClear={onClear} />;
  if (total === 0) {
    return (
      <FirstUse Icon={FileText} title="No templates yet" action={createButton}>
        A template holds the subject and the body of a mail, with places that are filled from the event. Begin with a
        ready one, and see it with a real event while you write.
      </FirstUse>
    );
  }
  return (
    <>
      <TemplateTable list={list.data} sort={sort} onSort={onSort} />
      <Pager page={page} pageSize={PAGE_SIZE} total={total} what="template" onPage={onPage} />
    </>
  );
}
