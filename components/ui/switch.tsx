'use client';

import { Switch as Primitive } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cx } from '@/components/ui/cx';

/** On or off, at once. Give it a name with `aria-label` or `aria-labelledby`. */
export function Switch({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      className={cx(
        'relative inline-flex h-5 align-middle w-9 shrink-0 items-center rounded-full bg-line-strong transition-colors',
        'disabled:opacity-55 data-[state=checked]:bg-accent',
        className,
      )}
      {...props}
    >
      <Primitive.Thumb className="block size-4 translate-x-0.5 rounded-full bg-white shadow-card transition-transform data-[state=checked]:translate-x-[18px]" />
    </Primitive.Root>
  );
}
