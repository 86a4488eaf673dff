'use client';

import { type ComponentProps, lazy, startTransition, useState } from 'react';
import { ClosedSelect } from '@/components/ui/closed-select';
import { cx } from '@/components/ui/cx';

/** Loaded with the first sign of a person. */
const OpenedSelect = lazy(() =>
  import('@/components/ui/opened-select').then((module) => ({ default: module.OpenedSelect })),
);

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
export function Select<V extends string>({ label, onValueChange, className, ...rest }: SelectProps<V>) {
  const [wasOpened, setOpened] = useState(false);
  const props = {
    ...rest,
    'aria-label': label,
    className: cx(
      'control inline-flex h-8 items-center justify-between gap-2 px-2.5 max-sm:text-lg pointer-coarse:h-10',
      className,
    ),
    onValueChange: (next: string) => onValueChange(next as V),
  };
  if (wasOpened) return <OpenedSelect {...props} />;
  // Until it is loaded, what is on the page stays.
  return <ClosedSelect {...props} onOpen={() => startTransition(() => setOpened(true))} />;
}
