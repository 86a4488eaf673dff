'use client';

import { useQuery } from '@tanstack/react-query';
import { formatEventCount } from '@/components/data/event-count';
import { ComboboxFilter } from '@/components/data/filters/combobox-filter';
import { FilterBar } from '@/components/data/filters/filter-bar';
import { SelectFilter } from '@/components/data/filters/select-filter';
import { TextFilter } from '@/components/data/filters/text-filter';
import { TimeFilter } from '@/components/data/filters/time-filter';
import { OWN_SOURCES, sourcesQuery } from '@/components/data/sources';
import { statusWord } from '@/components/data/status';
import type { EventFilter } from '@/components/events/event-filter';
import { useCan } from '@/components/session/permissions';
import type { EventTypeSummary } from '@/lib/console/schema';
import { EVENT_OUTCOMES } from '@/lib/events/constants';

const OUTCOMES = EVENT_OUTCOMES.map((value) => ({ value, label: statusWord({ kind: 'outcome', value }) }));

interface EventFilterBarProps {
  filter: EventFilter;
  types: readonly EventTypeSummary[];
  onChange: (change: Partial<EventFilter>) => void;
  onClear: () => void;
}

export function EventFilterBar({ filter, types, onChange, onClear }: EventFilterBarProps) {
  const sources = useQuery({ ...sourcesQuery, enabled: useCan('VIEW_SOURCES') }).data ?? [];
  return (
    <FilterBar what="events" isFiltered={Object.values(filter).some((value) => value !== null)} onClear={onClear}>
      <TextFilter
        label="Text in the content"
        placeholder="Text in the content"
        value={filter.text}
        onChange={(text) => onChange({ text })}
      />
      <ComboboxFilter
        label="Event type"
        placeholder="Every event type"
        value={filter.type}
        options={types.map(({ type, count }) => ({ value: type, hint: formatEventCount(count) }))}
        onChange={(type) => onChange({ type })}
      />
      <SelectFilter
        label="Outcome"
        allLabel="Every outcome"
        value={filter.outcome}
        options={OUTCOMES}
        onChange={(outcome) => onChange({ outcome })}
      />
      <ComboboxFilter
        label="Source"
        placeholder="Every source"
        value={filter.source}
        options={[...sources.map(({ name }) => ({ value: name })), ...OWN_SOURCES.map((value) => ({ value }))]}
        onChange={(source) => onChange({ source })}
      />
      <TimeFilter value={filter.time} onChange={(time) => onChange({ time })} />
    </FilterBar>
  );
}
