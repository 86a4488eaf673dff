'use client';

import { Popover } from 'radix-ui';
import type { RefObject } from 'react';
import type { ComboboxOption } from '@/components/ui/combobox';
import { cx } from '@/components/ui/cx';

interface ComboboxListProps extends OptionListProps {
  field: RefObject<HTMLInputElement | null>;
  onClose: () => void;
}

/** The suggestions below the field; the focus stays in the field. */
export function ComboboxList({ field, onClose, ...list }: ComboboxListProps) {
  return (
    <Popover.Root open onOpenChange={(next) => !next && onClose()}>
      <Popover.Anchor virtualRef={field as RefObject<HTMLInputElement>} />
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
          <OptionList {...list} />
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
