'use client';

import { Popover } from 'radix-ui';
import { type ComponentProps, type KeyboardEvent, useId, useState } from 'react';
import { cx } from '@/components/ui/cx';
import { Input } from '@/components/ui/input';

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
    <Popover.Root open={open && hasList} onOpenChange={(next) => !next && close()}>
      <Popover.Anchor asChild>
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
          onFocus={() => setTyped(false)}
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
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          role="presentation"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onPointerDown={(event) => event.preventDefault()}
          className="animate-pop z-50 w-(--radix-popover-trigger-width) min-w-52 rounded-lg border bg-raised p-1 shadow-pop"
        >
          <OptionList
            id={listId}
            options={shown}
            active={active}
            selected={value}
            onTake={take}
            emptyText={emptyText}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface OptionListProps {
  id: string;
  options: readonly ComboboxOption[];
  active: number;
  selected: string;
  onTake: (option: ComboboxOption) => void;
  emptyText: string | undefined;
}

function OptionList({ id, options, active, selected, onTake, emptyText }: OptionListProps) {
  return (
    <div id={id} role="listbox" aria-label="Suggestions" className="max-h-64 overflow-y-auto">
      {options.length === 0 && <p className="px-2 py-1.5 text-muted">{emptyText}</p>}
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the combobox that keeps the focus
        <div
          key={option.value}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={option.value === selected}
          onClick={() => onTake(option)}
          ref={index === active ? scrollToNearest : undefined}
          className={cx(
            'flex h-8 cursor-default items-center gap-3 rounded-md px-2 hover:bg-hover pointer-coarse:h-10',
            index === active && 'bg-hover',
          )}
        >
          <span className="min-w-0 flex-1 truncate">{option.value}</span>
          {option.hint && <span className="tabular shrink-0 text-faint text-xs">{option.hint}</span>}
        </div>
      ))}
    </div>
  );
}

function scrollToNearest(element: HTMLElement | null) {
  element?.scrollIntoView({ block: 'nearest' });
}
