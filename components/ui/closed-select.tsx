import { ChevronDown } from 'lucide-react';
import { type ComponentProps, type KeyboardEvent, type PointerEvent, useRef } from 'react';

const OPEN_KEYS = ['Enter', ' ', 'ArrowUp', 'ArrowDown'];

interface ClosedSelectProps extends Omit<ComponentProps<'button'>, 'value'> {
  value: string;
  onValueChange: (value: string) => void;
  onOpen: () => void;
  options: readonly { value: string; label: string }[];
}

/** A select that was not opened yet. A letter chooses the next option that begins with it, as in an opened one. */
export function ClosedSelect({ value, onValueChange, onOpen, options, ...button }: ClosedSelectProps) {
  const pointer = useRef('touch');
  const onPointerDown = (event: PointerEvent) => {
    pointer.current = event.pointerType;
    if (event.button !== 0 || event.ctrlKey || event.pointerType !== 'mouse') return;
    event.preventDefault();
    onOpen();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (OPEN_KEYS.includes(event.key)) {
      event.preventDefault();
      onOpen();
    } else if (event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey) {
      const next = findNext(options, value, event.key);
      if (next) onValueChange(next.value);
    }
  };
  return (
    <button
      {...button}
      type="button"
      role="combobox"
      aria-expanded={false}
      aria-autocomplete="none"
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      // A tap, and what assistive technology calls a click.
      onClick={() => pointer.current !== 'mouse' && onOpen()}
    >
      <span className="pointer-events-none">{options.find((option) => option.value === value)?.label}</span>
      <ChevronDown aria-hidden className="size-4 shrink-0 text-faint" />
    </button>
  );
}

function findNext(options: ClosedSelectProps['options'], value: string, letter: string) {
  const at = options.findIndex((option) => option.value === value) + 1;
  return [...options.slice(at), ...options.slice(0, at)].find(({ label }) =>
    label.toLowerCase().startsWith(letter.toLowerCase()),
  );
}
