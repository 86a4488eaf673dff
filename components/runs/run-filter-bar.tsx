'use client';

import { useQuery } from '@tanstack/react-query';
import { ACTION_LOOKS } from '@/components/data/action-icon';
import { eventTypesQuery } from '@/components/data/event-queries';
import { ComboboxFilter } from '@/components/data/filters/combobox-filter';
import { FilterBar } from '@/components/data/filters/filter-bar';
import { SelectFilter } from '@/components/data/filters/select-filter';
import { TextFilter } from '@/components/data/filters/text-filter';
import { TimeFilter } from '@/components/data/filters/time-filter';
import { statusWord } from '@/components/data/status';
import { DispatcherFilter } from '@/components/runs/dispatcher-filter';
import type { RunFilter } from '@/components/runs/run-filter';
import { useCan } from '@/components/session/permissions';
import { ACTION_TYPES } from '@/lib/dispatchers/constants';
import { RUN_STATUSES } from '@/lib/runs/constants';

const STATUSES = RUN_STATUSES.map((value) => ({ value, label: statusWord({ kind: 'run', value }) }));
const ACTIONS = ACTION_TYPES.map((value) => ({ value, label: ACTION_LOOKS[value].word }));

interface RunFilterBarProps {
  filter: RunFilter;
  dispatcherName: string | undefined;
  onChange: (change: Partial<RunFilter>) => void;
  onClear: () => void;
}

export function RunFilterBar({ filter, dispatcherName, onChange, onClear }: RunFilterBarProps) {
  const types = useQuery(eventTypesQuery).data ?? [];
  const canSeeDispatchers = useCan('VIEW_DISPATCHERS');
  return (
    <FilterBar what="runs" isFiltered={Object.values(filter).some((value) => value !== null)} onClear={onClear}>
      <TextFilter
        label="Text in the event"
        placeholder="Text in the event"
        value={filter.text}
        onChange={(text) => onChange({ text })}
      />
      <SelectFilter
        label="Status"
        allLabel="Every status"
        value={filter.status}
        options={STATUSES}
        onChange={(status) => onChange({ status })}
      />
      <ComboboxFilter
        label="Event type"
        placeholder="Every event type"
        value={filter.type}
        options={types.map(({ type }) => ({ value: type }))}
        onChange={(type) => onChange({ type })}
      />
      {canSeeDispatchers && (
        <DispatcherFilter
          value={filter.dispatcher}
          name={dispatcherName}
          onChange={(dispatcher) => onChange({ dispatcher })}
        />
      )}
      <SelectFilter
        label="Kind of action"
        allLabel="Mails and tasks"
        value={filter.action}
        options={ACTIONS}
        onChange={(action) => onChange({ action })}
      />
      <TimeFilter value={filter.time} onChange={(time) => onChange({ time })} />
    </FilterBar>
  );
}
