'use client';

import { Slot } from 'radix-ui';
import type { Menu as Primitive } from 'radix-ui/internal';
import { type KeyboardEvent, type PointerEvent, type ReactNode, startTransition, useId, useRef, useState } from 'react';
import { cx } from '@/components/ui/cx';
import { useMenuParts } from '@/components/ui/menu-parts';
import { onDemand } from '@/components/ui/on-demand';

/** Loaded when the pointer or the focus comes near a menu's button, or with the first sign of a person. */
export const MenuPanel = onDemand(() => import('@/components/ui/menu-panel').then((module) => module.MenuPanel));

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactNode;
  children: ReactNode;
  align?: 'start' | 'end';
}

export function Menu({ trigger, children, align = 'end' }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [isNear, setNear] = useState(false);
  const [openedBy, setOpenedBy] = useState<'pointer' | 'key'>();
  const open = openedBy !== undefined;
  // The press is answered before the panel has been made.
  const toggle = (by: typeof openedBy) =>
    startTransition(() => {
      setNear(true);
      setOpenedBy(by);
    });
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0 || event.ctrlKey) return;
    toggle(open ? undefined : 'pointer');
    // The focus goes into the menu.
    if (!open) event.preventDefault();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!['Enter', ' ', 'ArrowDown'].includes(event.key)) return;
    event.preventDefault();
    toggle(open && event.key !== 'ArrowDown' ? undefined : 'key');
  };
  return (
    <>
      <Slot.Root
        ref={button}
        id={`${id}-button`}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onPointerEnter={() => setNear(true)}
        onFocus={() => setNear(true)}
        onPointerDown={onPointerDown}
        onKeyDown={onKeyDown}
      >
        {trigger}
      </Slot.Root>
      {isNear && (
        <MenuPanel id={id} trigger={button} openedBy={openedBy} onClose={() => setOpenedBy(undefined)} align={align}>
          {children}
        </MenuPanel>
      )}
    </>
  );
}

export function MenuItem({ danger = false, className, ...props }: Primitive.MenuItemProps & { danger?: boolean }) {
  const { Item } = useMenuParts();
  return (
    <Item
      className={cx(
        'flex h-8 cursor-default items-center gap-2 rounded-md px-2 outline-none data-disabled:opacity-50 pointer-coarse:h-10 [&_svg]:size-4',
        danger ? 'text-danger data-highlighted:bg-danger-soft' : 'data-highlighted:bg-hover [&_svg]:text-faint',
        className,
      )}
      {...props}
    />
  );
}

export function MenuLabel(props: Primitive.MenuLabelProps) {
  const { Label } = useMenuParts();
  return <Label className="truncate px-2 py-1.5 text-muted text-xs" {...props} />;
}

export function MenuSeparator() {
  const { Separator } = useMenuParts();
  return <Separator className="-mx-1 my-1 border-t" />;
}
