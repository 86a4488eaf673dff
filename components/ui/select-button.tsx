import { ChevronDown } from 'lucide-react';
import { type ComponentProps, type KeyboardEvent, type PointerEvent, useRef } from 'react';

const OPEN_KEYS = ['Enter', ' ', 'ArrowUp', 'ArrowDown'];

interface SelectButtonProps extends Omit<ComponentProps<'button'>, 'value'> {
  value: string;
  onValueChange: (value: string) => void;
  /** The id of the list while it is open. */
  listId: string | undefined;
  onOpen: () => void;
  onClose: () => void;
  options: readonly { value: string; label: string }[];
}

/** What a select shows of itself while it is closed. A letter chooses the next option that begins with it. */
export function SelectButton(props: SelectButtonProps) {
  const { value, onValueChange, listId, onOpen, onClose, options, ...button } = props;
  const pointer = useRef('touch');
  const toggle = listId === undefined ? onOpen : onClose;
  const onPointerDown = (event: PointerEvent) => {
    pointer.current = event.pointerType;
    if (event.button !== 0 || event.ctrlKey || event.pointerType !== 'mouse') return;
    // The focus goes into the list.
    if (listId === undefined) event.preventDefault();
    toggle();
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
      aria-haspopup="listbox"
      aria-expanded={listId !== undefined}
      aria-controls={listId}
      aria-autocomplete="none"
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      // A tap, and what assistive technology calls a click.
      onClick={() => pointer.current !== 'mouse' && toggle()}
    >
      <span className="pointer-events-none">{options.find((option) => option.value === value)?.label}</span>
      <ChevronDown aria-hidden className="size-4 shrink-0 text-faint" />
    </button>
  );
}

function findNext(options: SelectButtonProps['options'], value: string, letter: string) {
  const at = options.findIndex((option) => option.value === value) + 1;
  return [...options.slice(at), ...options.slice(0, at)].find(({ label }) =>
    label.toLowerCase().startsWith(letter.toLowerCase()),
  );
}
