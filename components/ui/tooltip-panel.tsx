'use client';

import { Portal } from 'radix-ui';
import { DismissableLayer, Popper } from 'radix-ui/internal';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';

interface TooltipPanelProps {
  id: string;
  /** What it explains. */
  child: RefObject<HTMLElement | null>;
  onClose: () => void;
  onPointerEnter: () => void;
  onPointerLeave: () => void;
  children: ReactNode;
}

/** An open tooltip, beside what it explains. Escape closes it before anything that lies below. */
export function TooltipPanel({ id, child, onClose, onPointerEnter, onPointerLeave, children }: TooltipPanelProps) {
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const onScroll = ({ target }: Event) => target instanceof Node && target.contains(child.current) && close.current();
    window.addEventListener('scroll', onScroll, { capture: true });
    return () => window.removeEventListener('scroll', onScroll, { capture: true });
  }, [child]);
  return (
    <Popper.Root>
      <Popper.Anchor virtualRef={child} />
      <Portal.Root>
        <DismissableLayer.Root asChild onFocusOutside={(event) => event.preventDefault()} onDismiss={onClose}>
          <Popper.Content
            id={id}
            role="tooltip"
            side="top"
            sideOffset={6}
            collisionPadding={8}
            onPointerEnter={onPointerEnter}
            onPointerLeave={onPointerLeave}
            className="animate-fade z-50 max-w-72 rounded-md border bg-raised px-2.5 py-1.5 text-ink text-xs shadow-pop"
          >
            {children}
          </Popper.Content>
        </DismissableLayer.Root>
      </Portal.Root>
    </Popper.Root>
  );
}
