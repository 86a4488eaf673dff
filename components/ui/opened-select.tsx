'use client';

import { Check, ChevronDown } from 'lucide-react';
import { Select as Primitive } from 'radix-ui';
import type { ComponentProps } from 'react';

interface OpenedSelectProps extends Omit<ComponentProps<'button'>, 'value'> {
  value: string;
  onValueChange: (value: string) => void;
  options: readonly { value: string; label: string }[];
}

/** A select from the first time on that it is opened: it begins with its list open. */
export function OpenedSelect({ value, onValueChange, options, ...trigger }: OpenedSelectProps) {
  return (
    <Primitive.Root defaultOpen value={value} onValueChange={onValueChange}>
      <Primitive.Trigger {...trigger}>
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
