'use client';

import type { ReactNode } from 'react';
import { Button, type ButtonProps } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Tooltip } from '@/components/ui/tooltip';

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'asChild'> {
  /** The accessible name, also shown as tooltip. */
  label: string;
  children: ReactNode;
}

/** A square button with an icon only; its name stands in the tooltip. */
export function IconButton({ label, className, variant = 'ghost', size = 'md', children, ...props }: IconButtonProps) {
  const square = size === 'sm' ? 'w-7 px-0!' : 'w-8 px-0! pointer-coarse:w-10';
  return (
    <Tooltip content={label}>
      <Button aria-label={label} variant={variant} size={size} className={cx(square, className)} {...props}>
        {children}
      </Button>
    </Tooltip>
  );
}
