'use client';

import { Menu as Primitive } from 'radix-ui/internal';
import { type ReactNode, type RefObject, useRef } from 'react';
import { MenuPartsContext } from '@/components/ui/menu-parts';

interface MenuPanelProps {
  id: string;
  trigger: RefObject<HTMLButtonElement | null>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  align: 'start' | 'end';
  children: ReactNode;
}

/** The list of a menu, beside its button. */
export function MenuPanel({ id, trigger, open, onOpenChange, align, children }: MenuPanelProps) {
  const wasRightClick = useRef(false);
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Anchor virtualRef={trigger as RefObject<HTMLButtonElement>} />
      <Primitive.Portal>
        <Primitive.Content
          id={id}
          aria-labelledby={trigger.current?.id}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="animate-pop z-50 min-w-44 rounded-lg border bg-raised p-1 shadow-pop"
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!wasRightClick.current) trigger.current?.focus();
            wasRightClick.current = false;
          }}
          onInteractOutside={({ detail: { originalEvent } }) => {
            // The focus stays where the browser's own menu opens.
            wasRightClick.current = 'button' in originalEvent && (originalEvent.button === 2 || originalEvent.ctrlKey);
          }}
        >
          <MenuPartsContext value={Primitive}>{children}</MenuPartsContext>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
