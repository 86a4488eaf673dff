'use client';

import { Check } from 'lucide-react';
import { Menu as Primitive } from 'radix-ui/internal';
import { type RefObject, useEffect, useRef } from 'react';

interface SelectListProps {
  id: string;
  label: string;
  trigger: RefObject<HTMLButtonElement | null>;
  value: string;
  onValueChange: (value: string) => void;
  onClose: () => void;
  options: readonly { value: string; label: string }[];
}

/**
 * The open list of a select. It is a menu in all but its roles: the primitive for selects locks the page behind it, which
 * makes a slow computer work out the style of the whole page several times.
 */
export function SelectList({ id, label, trigger, value, onValueChange, onClose, options }: SelectListProps) {
  const wentElsewhere = useRef(false);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <Primitive.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <Primitive.Anchor virtualRef={trigger as RefObject<HTMLButtonElement>} />
      <Primitive.Portal>
        <Primitive.Content
          ref={list}
          id={id}
          role="listbox"
          aria-label={label}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="animate-pop z-50 max-h-(--radix-popper-available-height) min-w-(--radix-popper-anchor-width) overflow-y-auto rounded-lg border bg-raised p-1 shadow-pop"
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!wentElsewhere.current) trigger.current?.focus();
          }}
          onInteractOutside={() => {
            // The focus goes, or stays, where somebody clicked.
            wentElsewhere.current = true;
          }}
        >
          {options.map((option) => (
            <Primitive.Item
              key={option.value}
              role="option"
              aria-selected={option.value === value}
              onSelect={() => option.value !== value && onValueChange(option.value)}
              className="flex h-8 cursor-default items-center gap-2 rounded-md px-2 outline-none data-highlighted:bg-hover pointer-coarse:h-10"
            >
              {option.label}
              {option.value === value && <Check aria-hidden className="ml-auto size-4 text-accent-text" />}
            </Primitive.Item>
          ))}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
