'use client';

import { DropdownMenu as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactNode;
  children: ReactNode;
  align?: 'start' | 'end';
}

export function Menu({ trigger, children, align = 'end' }: MenuProps) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="animate-pop z-50 min-w-44 rounded-lg border bg-raised p-1 shadow-pop"
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

export function MenuItem({
  danger = false,
  className,
  ...props
}: Primitive.DropdownMenuItemProps & { danger?: boolean }) {
  return (
    <Primitive.Item
      className={cx(
        'flex h-8 cursor-default items-center gap-2 rounded-md px-2 outline-none data-disabled:opacity-50 pointer-coarse:h-10 [&_svg]:size-4',
        danger ? 'text-danger data-highlighted:bg-danger-soft' : 'data-highlighted:bg-hover [&_svg]:text-faint',
        className,
      )}
      {...props}
    />
  );
}

export function MenuLabel(props: Primitive.DropdownMenuLabelProps) {
  return <Primitive.Label className="truncate px-2 py-1.5 text-muted text-xs" {...props} />;
}

export function MenuSeparator() {
  return <Primitive.Separator className="-mx-1 my-1 border-t" />;
}
