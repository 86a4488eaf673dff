'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { dispatcherChoicesQuery } from '@/components/runs/queries';
import { Combobox } from '@/components/ui/combobox';
import { useDebounced } from '@/components/ui/use-debounced';

const TYPING_MS = 150;

interface DispatcherFilterProps {
  /** Its id. */
  value: string | null;
  /** Its name, once it is known. */
  name: string | undefined;
  onChange: (id: string | null) => void;
}

/** A filter by dispatcher: found by its name, kept by its id. */
export function DispatcherFilter({ value, name, onChange }: DispatcherFilterProps) {
  const current = value === null ? '' : (name ?? value);
  const [draft, setDraft] = useState(current);
  useEffect(() => setDraft(current), [current]);
  const wanted = useDebounced(draft === current ? '' : draft.trim(), TYPING_MS);
  const choices = useQuery({ ...dispatcherChoicesQuery(wanted), placeholderData: keepPreviousData }).data?.data ?? [];
  return (
    <div className="w-44 max-sm:grow max-sm:basis-36">
      <Combobox
        aria-label="Dispatcher"
        placeholder="Every dispatcher"
        value={draft}
        onValueChange={(text) => {
          setDraft(text);
          const chosen = choices.find((one) => (one.name ?? one.id) === text);
          if (chosen || text === '') onChange(chosen?.id ?? null);
        }}
        onBlur={() => setDraft(current)}
        options={choices.map((one) => ({ value: one.name ?? one.id, hint: one.eventType }))}
        emptyText="No dispatcher has this in its name"
      />
    </div>
  );
}
