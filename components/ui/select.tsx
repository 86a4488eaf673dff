'use client';

import { Check, ChevronDown } from 'lucide-react';
import { Select as Primitive } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cx } from '@/components/ui/cx';

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
export function Select<V extends string>({
  label,
  value,
  onValueChange,
  options,
  className,
  ...trigger
}: SelectProps<V>) {
  return (
    <Primitive.Root value={value} onValueChange={(next) => onValueChange(next as V)}>
      <Primitive.Trigger
        {...trigger}
        aria-label={label}
        className={cx(
          'control inline-flex h-8 items-center justify-between gap-2 px-2.5 max-sm:text-lg pointer-coarse:h-10',
          className,
        )}
      >
        <Primitive.Value />
        <ChevronDown aria-hidden className="size-4 shrink-0 text-faint" />
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="animate-pop z-50 min-w-(--radix-select-trigger-width) rounded-lg border bg-raised p-1 shadow-pop"
        >
          <Primitive.Viewport>
            {options.map((option) => (
              <Primitive.Item
                key={option.value}
                value={option.value}
                className="flex h-8 cursor-default items-center gap-2 rounded-md px-2 outline-none data-highlighted:bg-hover pointer-coarse:h-10"
              >
                <Primitive.ItemText>{option.label}</Primitive.ItemText>
                <Primitive.ItemIndicator className="ml-auto">
                  <Check aria-hidden className="size-4 text-accent-text" />
                </Primitive.ItemIndicator>
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
