'use client';

import { Menu as Primitive } from 'radix-ui/internal';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { MenuPartsContext } from '@/components/ui/menu-parts';

interface MenuPanelProps {
  id: string;
  trigger: RefObject<HTMLButtonElement | null>;
  /** Undefined while it is closed. */
  openedBy: 'pointer' | 'key' | undefined;
  onClose: () => void;
  align: 'start' | 'end';
  children: ReactNode;
}

/** The list of a menu, beside its button. */
export function MenuPanel({ id, trigger, openedBy, onClose, align, children }: MenuPanelProps) {
  const wentElsewhere = useRef(false);
  const list = useRef<HTMLDivElement>(null);
  // The key that opens it may be pressed before this is loaded; the primitive only knows of keys that it saw.
  useEffect(() => {
    if (openedBy !== 'key') return;
    const frame = requestAnimationFrame(() => {
      list.current
        ?.querySelector<HTMLElement>('[role="menuitem"]:not([data-disabled])')
        ?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [openedBy]);
  return (
    // Modal, it would change the style of the whole page twice, to lock what a click outside closes anyway.
    <Primitive.Root modal={false} open={openedBy !== undefined} onOpenChange={(open) => !open && onClose()}>
      <Primitive.Anchor virtualRef={trigger as RefObject<HTMLButtonElement>} />
      <Primitive.Portal>
        <Primitive.Content
          ref={list}
          id={id}
          aria-labelledby={trigger.current?.id}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="animate-pop z-50 min-w-44 rounded-lg border bg-raised p-1 shadow-pop"
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!wentElsewhere.current) trigger.current?.focus();
            wentElsewhere.current = false;
          }}
          onInteractOutside={() => {
            // The focus goes, or stays, where somebody clicked.
            wentElsewhere.current = true;
          }}
        >
          <MenuPartsContext value={Primitive}>{children}</MenuPartsContext>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
