'use client';

import { useQuery } from '@tanstack/react-query';
import { Languages, Plus } from 'lucide-react';
import { debounce, parseAsArrayOf, parseAsInteger, parseAsString, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { ErrorState, FirstUse, LoadingRows, NoMatch } from '@/components/data/list-states';
import { Pager } from '@/components/data/pager';
import { SearchInput } from '@/components/data/search-input';
import { AddKeyDialog } from '@/components/localizations/add-key-dialog';
import { AddLanguageDialog } from '@/components/localizations/add-language-dialog';
import { LocalizationGrid } from '@/components/localizations/localization-grid';
import { PAGE_SIZE, tableQuery } from '@/components/localizations/queries';
import { toColumns } from '@/components/localizations/table-state';
import { useCan } from '@/components/session/permissions';
import { Page } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Select } from '@/components/ui/select';
import type { LocalizationTable } from '@/lib/localizations/schema';

const SEARCH_DELAY_MS = 250;
const ALL = 'all';
const STATE = {
  q: parseAsString.withDefault(''),
  missing: parseAsString.withDefault(''),
  page: parseAsInteger.withDefault(1),
  lang: parseAsArrayOf(parseAsString).withDefault([]),
};

export function LocalizationsScreen() {
  const [{ q, missing, page, lang }, setState] = useQueryStates(STATE);
  const [adding, setAdding] = useState<'key' | 'language'>();
  const canCreate = useCan('CREATE_LOCALIZATIONS');
  const canUpdate = useCan('UPDATE_LOCALIZATIONS');
  const table = useQuery(tableQuery({ search: q, missing, page: Math.max(1, page) }));
  const columns = toColumns(table.data?.languages ?? [], lang);
  const search = (text: string) =>
    setState({ q: text || null, page: null }, { limitUrlUpdates: text ? debounce(SEARCH_DELAY_MS) : undefined });
  const addButton = canCreate && (
    <Button variant="primary" onClick={() => setAdding('key')}>
      <Plus aria-hidden /> Add key
    </Button>
  );
  return (
    <Page
      wide
      title="Localizations"
      description="The texts that templates name by a key, in every language."
      actions={
        <>
          {canUpdate && (
            <Button onClick={() => setAdding('language')}>
              <Languages aria-hidden /> Add language
            </Button>
          )}
          {addButton}
        </>
      }
    >
      <div className="flex flex-wrap gap-2">
        <SearchInput label="Search localizations" placeholder="Key or text" value={q} onValueChange={search} />
        <Select
          label="Texts"
          value={missing || ALL}
          onValueChange={(code) => setState({ missing: code === ALL ? null : code, page: null })}
          options={[
            { value: ALL, label: 'All keys' },
            ...columns.map((code) => ({ value: code, label: `Missing in ${code}` })),
            ...(missing && !columns.includes(missing) ? [{ value: missing, label: `Missing in ${missing}` }] : []),
          ]}
        />
      </div>
      <Card aria-label="Localizations" className="mt-3 overflow-clip">
        <TableContent
          table={table}
          isFiltered={q !== '' || missing !== ''}
          columns={columns}
          missing={missing}
          page={Math.max(1, page)}
          onMissing={(code) => setState({ missing: code || null, page: null })}
          onPage={(next) => setState({ page: next })}
          onClear={() => setState({ q: null, missing: null, page: null })}
          onColumnGone={(code) => setState({ lang: lang.filter((one) => one !== code) })}
          addButton={addButton}
        />
      </Card>
      {adding === 'key' && <AddKeyDialog languages={columns} onClose={() => setAdding(undefined)} />}
      {adding === 'language' && (
        <AddLanguageDialog
          known={columns}
          onAdd={(code) => setState({ lang: [...lang, code] })}
          onClose={() => setAdding(undefined)}
        />
      )}
    </Page>
  );
}

interface TableContentProps {
  table: { isPending: boolean; data: LocalizationTable | undefined; error: Error | null; refetch: () => unknown };
  isFiltered: boolean;
  columns: readonly string[];
  missing: string;
  page: number;
  onMissing: (code: string) => void;
  onPage: (page: number) => void;
  onClear: () => void;
  onColumnGone: (code: string) => void;
  addButton: React.ReactNode;
}

function TableContent({ table, isFiltered, page, onPage, onClear, addButton, ...grid }: TableContentProps) {
  if (table.isPending) return <LoadingRows label="localizations" />;
  if (!table.data) return <ErrorState error={table.error} onRetry={() => table.refetch()} />;
  const { total } = table.data;
  if (total === 0 && isFiltered) return <NoMatch what="keys" onClear={onClear} />;
  if (total === 0) {
    return (
      <FirstUse Icon={Languages} title="No localizations yet" action={addButton}>
        A localization is a text under a key, once for each language. A template writes{' '}
        <code className="font-mono text-xs">{"{{t 'order.greeting' name=@inputs.name}}"}</code>, and each reader gets it
        in their own.
      </FirstUse>
    );
  }
  return (
    <>
      <LocalizationGrid table={table.data} {...grid} />
      <Pager page={page} pageSize={PAGE_SIZE} total={total} what="key" onPage={onPage} />
    </>
  );
}
