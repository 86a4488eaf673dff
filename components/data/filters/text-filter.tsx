'use client';

import { useEffect, useRef, useState } from 'react';
import { SearchInput } from '@/components/data/search-input';
import { useShortcuts } from '@/components/shell/shortcuts';

const DELAY_MS = 350;

interface TextFilterProps {
  label: string;
  placeholder: string;
  value: string | null;
  onChange: (value: string | null) => void;
}

/** A filter by text, which waits until nobody types. `/` leads to it. */
export function TextFilter({ label, placeholder, value, onChange }: TextFilterProps) {
  const current = value ?? '';
  const [draft, setDraft] = useState(current);
  const input = useRef<HTMLInputElement>(null);
  const commit = useRef(onChange);
  commit.current = onChange;

  useEffect(() => setDraft(current), [current]);
  useEffect(() => {
    const text = draft.trim();
    if (text === current) return;
    const timer = setTimeout(() => commit.current(text || null), text ? DELAY_MS : 0);
    return () => clearTimeout(timer);
  }, [draft, current]);
  useShortcuts([{ keys: '/', description: 'Search', group: 'Lists', run: () => input.current?.select() }]);

  return (
    <SearchInput
      ref={input}
      className="w-56"
      label={label}
      placeholder={placeholder}
      value={draft}
      onValueChange={setDraft}
      onKeyDown={(event) => event.key === 'Enter' && onChange(draft.trim() || null)}
    />
  );
}
