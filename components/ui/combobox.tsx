'use client';

import { type ComponentProps, type KeyboardEvent, useId, useRef, useState } from 'react';
import { Input } from '@/components/ui/input';
import { onDemand } from '@/components/ui/on-demand';

/** Loaded with the first sign of a person. */
export const ComboboxList = onDemand(() =>
  import('@/components/ui/combobox-list').then((module) => module.ComboboxList),
);

export interface ComboboxOption {
  value: string;
  /** A quiet remark at the right, such as how often it occurs. */
  hint?: string;
}

interface ComboboxProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'role'> {
  value: string;
  onValueChange: (value: string) => void;
  options: readonly ComboboxOption[];
  /** Shown in the list when it has nothing to offer. */
  emptyText?: string;
}

/** A text field with suggestions. Any text may stay; the arrow keys and Enter take a suggestion, Escape closes the list. */
export function Combobox({ value, onValueChange, options, emptyText, onBlur, ...props }: ComboboxProps) {
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState(false);
  const [active, setActive] = useState(-1);
  const needle = value.trim().toLowerCase();
  const shown = typed && needle ? options.filter((option) => option.value.toLowerCase().includes(needle)) : options;
  const hasList = shown.length > 0 || (emptyText !== undefined && !typed);

  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const take = (option: ComboboxOption | undefined) => {
    if (option) onValueChange(option.value);
    setTyped(false);
    close();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((index) => Math.max(-1, Math.min(shown.length - 1, (open ? index : -1) + step)));
    } else if (event.key === 'Enter' && open && active >= 0) {
      event.preventDefault();
      take(shown[active]);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };

  return (
    <>
      <Input
        {...props}
        role="combobox"
        aria-expanded={open && hasList}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? `${listId}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onFocus={(event) => {
          field.current = event.currentTarget;
          setTyped(false);
        }}
        onClick={() => setOpen(true)}
        onChange={(event) => {
          setTyped(true);
          setOpen(true);
          setActive(-1);
          onValueChange(event.target.value);
        }}
        onKeyDown={onKeyDown}
        onBlur={(event) => {
          close();
          onBlur?.(event);
        }}
      />
      {open && hasList && (
        <ComboboxList
          field={field}
          onClose={close}
          id={listId}
          options={shown}
          active={active}
          selected={value}
          onTake={take}
          emptyText={emptyText}
        />
      )}
    </>
  );
}
