'use client';

import { useQuery } from '@tanstack/react-query';
import { SquareFunction } from 'lucide-react';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { FilterBar } from '@/components/data/filters/filter-bar';
import { SelectFilter } from '@/components/data/filters/select-filter';
import { TextFilter } from '@/components/data/filters/text-filter';
import { ErrorState, FirstUse, LoadingRows, NoMatch } from '@/components/data/list-states';
import { FUNCTION_STATES, type FunctionFilter, filterFunctions } from '@/components/functions/filter-functions';
import { FunctionTable } from '@/components/functions/function-table';
import { KIND_LOOKS } from '@/components/functions/kinds';
import { NewFunctionMenu } from '@/components/functions/new-function-menu';
import { functionListQuery } from '@/components/functions/queries';
import { Page } from '@/components/shell/page';
import { Card } from '@/components/ui/card';
import { FUNCTION_KINDS } from '@/lib/functions/constants';

const STATE = {
  q: parseAsString,
  kind: parseAsStringLiteral(FUNCTION_KINDS),
  state: parseAsStringLiteral(FUNCTION_STATES),
};
const NO_FILTER = { q: null, kind: null, state: null } as const;
const KIND_OPTIONS = FUNCTION_KINDS.map((value) => ({ value, label: KIND_LOOKS[value].word }));
const STATE_OPTIONS = [
  { value: 'enabled', label: 'Enabled' },
  { value: 'disabled', label: 'Disabled or paused' },
  { value: 'paused', label: 'Paused by its target' },
  { value: 'failing', label: 'Failed in 24 hours' },
  { value: 'unused', label: 'Used by nothing' },
] as const;

export function FunctionsScreen() {
  const [filter, setFilter] = useQueryStates(STATE);
  return (
    <Page
      title="Functions"
      description="Code that tasks run: here, behind a URL, or on AWS Lambda."
      actions={<NewFunctionMenu />}
    >
      <FilterBar
        what="functions"
        isFiltered={Object.values(filter).some((value) => value !== null)}
        onClear={() => setFilter(NO_FILTER)}
      >
        <TextFilter
          label="Search functions"
          placeholder="Name or target"
          value={filter.q}
          onChange={(q) => setFilter({ q })}
        />
        <SelectFilter
          label="Kind"
          allLabel="Every kind"
          value={filter.kind}
          options={KIND_OPTIONS}
          onChange={(kind) => setFilter({ kind })}
        />
        <SelectFilter
          label="State"
          allLabel="Every state"
          value={filter.state}
          options={STATE_OPTIONS}
          onChange={(state) => setFilter({ state })}
        />
      </FilterBar>
      <Card aria-label="Functions" className="mt-3 overflow-clip">
        <FunctionListContent filter={filter} onClear={() => setFilter(NO_FILTER)} />
      </Card>
    </Page>
  );
}

function FunctionListContent({ filter, onClear }: { filter: FunctionFilter; onClear: () => void }) {
  const list = useQuery(functionListQuery);
  if (list.isPending) return <LoadingRows label="functions" />;
  if (!list.data) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (list.data.length === 0) {
    return (
      <FirstUse Icon={SquareFunction} title="No functions yet" action={<NewFunctionMenu />}>
        A function is code that a task runs. Write a few lines here and try them with a real event before any dispatcher
        uses them.
      </FirstUse>
    );
  }
  const shown = filterFunctions(list.data, filter);
  if (shown.length === 0) return <NoMatch what="functions" onClear={onClear} />;
  return <FunctionTable functions={shown} />;
}
