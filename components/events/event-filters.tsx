'use client';

import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { formatEventCount } from '@/components/data/event-count';
import { statusWord } from '@/components/data/status';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { Select } from '@/components/ui/select';
import type { EventTypeSummary } from '@/lib/console/schema';
import { EVENT_OUTCOMES, type EventOutcome } from '@/lib/events/schema';

interface Filter {
  type: string | null;
  outcome: EventOutcome | null;
}

interface EventFiltersProps {
  filter: Filter;
  types: readonly EventTypeSummary[];
  onChange: (change: Partial<Filter>) => void;
}

const ALL = 'all';
const OUTCOME_OPTIONS = [
  { value: ALL, label: 'Every outcome' },
  ...EVENT_OUTCOMES.map((value) => ({ value, label: statusWord({ kind: 'outcome', value }) })),
] as const;

export function EventFilters({ filter, types, onChange }: EventFiltersProps) {
  const isFiltered = filter.type !== null || filter.outcome !== null;
  return (
    <search aria-label="Filter events" className="flex flex-wrap items-center gap-2">
      <TypeFilter value={filter.type ?? ''} types={types} onChange={(type) => onChange({ type: type || null })} />
      <Select
        label="Outcome"
        className="w-44 max-sm:flex-1"
        value={filter.outcome ?? ALL}
        onValueChange={(value) => onChange({ outcome: value === ALL ? null : value })}
        options={OUTCOME_OPTIONS}
      />
      {isFiltered && (
        <Button variant="ghost" onClick={() => onChange({ type: null, outcome: null })}>
          <X aria-hidden /> Clear filters
        </Button>
      )}
    </search>
  );
}

interface TypeFilterProps {
  value: string;
  types: readonly EventTypeSummary[];
  onChange: (type: string) => void;
}

/** Filters when a type is complete: taken from the list, or finished with Enter or by leaving the field. */
function TypeFilter({ value, types, onChange }: TypeFilterProps) {
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const commit = (text: string) => text !== value && onChange(text);
  return (
    <div className="w-64 max-sm:w-full">
      <Combobox
        aria-label="Event type"
        placeholder="Every event type"
        value={draft}
        onValueChange={(text) => {
          setDraft(text);
          if (text === '' || types.some(({ type }) => type === text)) commit(text);
        }}
        onKeyUp={(event) => event.key === 'Enter' && commit(draft.trim())}
        onBlur={() => commit(draft.trim())}
        options={types.map(({ type, count }) => ({ value: type, hint: formatEventCount(count) }))}
      />
    </div>
  );
}
