'use client';

import { Search, X } from 'lucide-react';
import type { KeyboardEventHandler, Ref } from 'react';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';

interface SearchInputProps {
  label: string;
  placeholder: string;
  value: string;
  onValueChange: (value: string) => void;
  onKeyDown?: KeyboardEventHandler;
  ref?: Ref<HTMLInputElement>;
  className?: string;
}

export function SearchInput({
  label,
  placeholder,
  value,
  onValueChange,
  onKeyDown,
  ref,
  className = 'w-72',
}: SearchInputProps) {
  return (
    <search className={cx('relative block max-sm:w-auto max-sm:min-w-0 max-sm:flex-1 max-sm:basis-48', className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint"
      />
      <Input
        ref={ref}
        type="text"
        inputMode="search"
        aria-label={label}
        placeholder={placeholder}
        className="pr-8 pl-8"
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {value && (
        <IconButton
          label="Clear the search"
          size="sm"
          className="absolute top-1/2 right-0.5 -translate-y-1/2"
          onClick={() => onValueChange('')}
        >
          <X aria-hidden />
        </IconButton>
      )}
    </search>
  );
}
