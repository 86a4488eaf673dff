'use client';

import { useEffect, useState } from 'react';
import { Combobox, type ComboboxOption } from '@/components/ui/combobox';

interface ComboboxFilterProps {
  label: string;
  /** What stands for no filter, such as "Every event type". */
  placeholder: string;
  value: string | null;
  options: readonly ComboboxOption[];
  onChange: (value: string | null) => void;
}

/** A filter with many choices, or open ones. Filters when the value is complete: taken from the list, or finished with Enter or by leaving the field. */
export function ComboboxFilter({ label, placeholder, value, options, onChange }: ComboboxFilterProps) {
  const current = value ?? '';
  const [draft, setDraft] = useState(current);
  useEffect(() => setDraft(current), [current]);
  const commit = (text: string) => text !== current && onChange(text || null);
  return (
    <div className="w-44 max-sm:grow max-sm:basis-36">
      <Combobox
        aria-label={label}
        placeholder={placeholder}
        value={draft}
        onValueChange={(text) => {
          setDraft(text);
          if (text === '' || options.some((option) => option.value === text)) commit(text);
        }}
        onKeyUp={(event) => event.key === 'Enter' && commit(draft.trim())}
        onBlur={() => commit(draft.trim())}
        options={options}
      />
    </div>
  );
}
