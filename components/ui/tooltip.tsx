'use client';

import { Slot } from 'radix-ui';
import { type PointerEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { onDemand } from '@/components/ui/on-demand';

/** Loaded with the first sign of a person. */
export const TooltipPanel = onDemand(() =>
  import('@/components/ui/tooltip-panel').then((module) => module.TooltipPanel),
);

const OPEN_DELAY_MS = 300;
/** Time to bring the pointer from the child to what explains it. */
const CLOSE_DELAY_MS = 100;

/** Only one is open in a page. */
let closeOpen: (() => void) | undefined;

/**
 * Explains its one child on hover and on focus. The child must be able to take the focus. Closed, it is almost nothing.
 * Without content nothing opens: to put the child into a tooltip only later would make it anew, and take the focus from it.
 */
export function Tooltip({ content, children }: { content: ReactNode; children: ReactNode }) {
  const id = useId();
  const child = useRef<HTMLElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isPressed = useRef(false);
  const [isOpen, setOpen] = useState(false);
  const isShown = isOpen && content !== undefined;
  useEffect(() => () => clearTimeout(timer.current), []);

  const close = () => {
    clearTimeout(timer.current);
    setOpen(false);
  };
  const open = () => {
    clearTimeout(timer.current);
    if (closeOpen !== close) closeOpen?.();
    closeOpen = close;
    setOpen(true);
  };
  const closeSoon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(close, CLOSE_DELAY_MS);
  };
  const onPointerEnter = (event: PointerEvent) => {
    if (event.pointerType === 'touch') return;
    clearTimeout(timer.current);
    if (!isOpen) timer.current = setTimeout(open, OPEN_DELAY_MS);
  };
  const onPointerDown = () => {
    isPressed.current = true;
    document.addEventListener('pointerup', () => (isPressed.current = false), { once: true });
    close();
  };
  return (
    <>
      <Slot.Root
        ref={child}
        aria-describedby={isShown ? id : undefined}
        onPointerEnter={onPointerEnter}
        onPointerLeave={closeSoon}
        onPointerDown={onPointerDown}
        onClick={close}
        onFocus={() => !isPressed.current && open()}
        onBlur={close}
      >
        {children}
      </Slot.Root>
      {isShown && (
        <TooltipPanel
          id={id}
          child={child}
          onClose={close}
          onPointerEnter={() => clearTimeout(timer.current)}
          onPointerLeave={closeSoon}
        >
          {content}
        </TooltipPanel>
      )}
    </>
  );
}
