'use client';

import { useQuery } from '@tanstack/react-query';
import { ComboboxFilter } from '@/components/data/filters/combobox-filter';
import { FilterBar } from '@/components/data/filters/filter-bar';
import { SelectFilter } from '@/components/data/filters/select-filter';
import { TextFilter } from '@/components/data/filters/text-filter';
import { type ListState, SORTS } from '@/components/dispatchers/list/list-state';
import { facetsQuery } from '@/components/dispatchers/queries';
import { Select } from '@/components/ui/select';
import { DISPATCHER_SORTS } from '@/lib/dispatchers/constants';
import type { DispatcherFacets } from '@/lib/dispatchers/schema';

export function DispatcherFilters({ state }: { state: ListState }) {
  const facets = useQuery(facetsQuery).data;
  const { request, filter } = state;
  return (
    <FilterBar what="dispatchers" isFiltered={state.isFiltered} onClear={state.clear}>
      <TextFilter
        label="Search dispatchers"
        placeholder="Name or event type"
        value={request.text || null}
        onChange={(text) => state.setText(text ?? '')}
      />
      <div className="w-44 max-sm:w-full [&>div]:w-full">
        <ComboboxFilter
          label="Event type"
          placeholder="Every event type"
          value={request.eventType}
          options={toOptions(facets?.eventTypes)}
          onChange={(type) => filter({ type })}
        />
      </div>
      <div className="w-44 max-sm:w-full [&>div]:w-full">
        <ComboboxFilter
          label="Tag"
          placeholder="Every tag"
          value={request.tag}
          options={toOptions(facets?.tags)}
          onChange={(tag) => filter({ tag })}
        />
      </div>
      <SelectFilter
        label="Enabled"
        allLabel="Enabled or not"
        value={toChoice(request.enabled)}
        options={[
          { value: 'yes', label: 'Enabled' },
          { value: 'no', label: 'Disabled' },
        ]}
        onChange={(choice) => filter({ enabled: fromChoice(choice) })}
      />
      <SelectFilter
        label="Fired"
        allLabel="Fired or not"
        value={toChoice(request.neverFired)}
        options={[
          { value: 'no', label: 'Has fired' },
          { value: 'yes', label: 'Never fired' },
        ]}
        onChange={(choice) => filter({ fired: choice === null ? null : choice === 'no' })}
      />
      <Select
        label="Sort by"
        className="min-w-36 max-sm:flex-1"
        value={request.sort}
        onValueChange={(sort) => sort !== request.sort && state.sortBy(sort)}
        options={DISPATCHER_SORTS.map((sort) => ({ value: sort, label: SORTS[sort].label }))}
      />
    </FilterBar>
  );
}

type Choice = 'yes' | 'no';
const toChoice = (value: boolean | null): Choice | null => (value === null ? null : value ? 'yes' : 'no');
const fromChoice = (choice: Choice | null): boolean | null => (choice === null ? null : choice === 'yes');

function toOptions(values: DispatcherFacets['tags'] = []) {
  return values.map(({ value, count }) => ({ value, hint: count.toLocaleString('en') }));
}
