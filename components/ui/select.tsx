'use client';

import { type ComponentProps, startTransition, useId, useRef, useState } from 'react';
import { cx } from '@/components/ui/cx';
import { onDemand } from '@/components/ui/on-demand';
import { SelectButton } from '@/components/ui/select-button';

/** Loaded with the first sign of a person. */
export const SelectList = onDemand(() => import('@/components/ui/select-list').then((module) => module.SelectList));

export interface SelectOption<V extends string> {
  value: V;
  label: string;
}

interface SelectProps<V extends string>
  extends Pick<ComponentProps<'button'>, 'id' | 'aria-describedby' | 'aria-invalid' | 'onBlur' | 'disabled'> {
  /** The accessible name. */
  label: string;
  value: V;
  onValueChange: (value: V) => void;
  options: readonly SelectOption<V>[];
  className?: string;
}

/** One of a few fixed choices. For long or open lists use the combobox. */
export function Select<V extends string>({ label, value, onValueChange, options, className, ...rest }: SelectProps<V>) {
  const listId = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const list = { value, options, onValueChange: (next: string) => onValueChange(next as V) };
  const close = () => setOpen(false);
  return (
    <>
      <SelectButton
        {...rest}
        {...list}
        ref={button}
        aria-label={label}
        className={cx(
          'control inline-flex h-8 items-center justify-between gap-2 px-2.5 max-sm:text-lg pointer-coarse:h-10',
          className,
        )}
        listId={isOpen ? listId : undefined}
        // The press is answered before the list has been made.
        onOpen={() => startTransition(() => setOpen(true))}
        onClose={close}
      />
      {isOpen && <SelectList {...list} id={listId} label={label} trigger={button} onClose={close} />}
    </>
  );
}
