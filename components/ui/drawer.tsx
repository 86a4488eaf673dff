'use client';

import { Dialog as Primitive } from 'radix-ui';
import { type ReactNode, type Ref, useSyncExternalStore } from 'react';

const NARROW = '(max-width: 639px)';

interface DrawerProps {
  /** The accessible name. */
  title: string;
  onClose: () => void;
  /** Called when it has gone: where the focus goes now. */
  onClosed: () => void;
  ref?: Ref<HTMLDivElement>;
  children: ReactNode;
}

/** A panel at the right, beside which the page stays usable; on a phone it covers the page and keeps the focus. */
export function Drawer({ title, onClose, onClosed, ref, children }: DrawerProps) {
  const isNarrow = useIsNarrow();
  return (
    <Primitive.Root open modal={isNarrow} onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <Primitive.Content
          ref={ref}
          data-shortcuts
          aria-describedby={undefined}
          onOpenAutoFocus={focusItself}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onClosed();
          }}
          onInteractOutside={(event) => event.preventDefault()}
          className="animate-drawer fixed inset-0 z-40 flex flex-col bg-canvas outline-none sm:left-auto sm:w-[min(46rem,88vw)] sm:border-l sm:shadow-pop"
        >
          <Primitive.Title className="sr-only">{title}</Primitive.Title>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function focusItself(event: Event): void {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus({ preventScroll: true });
}

function subscribe(listener: () => void) {
  const query = window.matchMedia(NARROW);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

function useIsNarrow(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(NARROW).matches,
    () => false,
  );
}
