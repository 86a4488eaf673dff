'use client';

import { Popover } from 'radix-ui';
import { type ComponentProps, type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { editInput } from '@/components/form/edit-input';
import { type ExpressionName, insertName, offerNames } from '@/components/form/expression-names';
import { type ExpressionPlace, placeAt } from '@/components/form/expression-place';
import { MarkedText } from '@/components/form/marked-text';
import { type Choice, ChoiceList, NameContent } from '@/components/form/name-list';
import type { ComboboxOption } from '@/components/ui/combobox';
import { cx } from '@/components/ui/cx';
import type { ExpressionMark } from '@/lib/expressions/schema';

export interface ExpressionInputProps
  extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'role' | 'ref' | 'className'> {
  value: string;
  onValueChange: (value: string) => void;
  names: readonly ExpressionName[];
  /** Parts of exactly this value, to be underlined. */
  marks?: readonly ExpressionMark[] | undefined;
  /** Whole values that are offered outside of `{{…}}`. */
  options?: readonly ComboboxOption[] | undefined;
  /** Said in place of options when there are none. */
  emptyText?: string | undefined;
  /** Ctrl+. mends the first mistake. */
  onFixFirst?: (() => void) | undefined;
  /** Without a frame of its own, for use within another control. */
  bare?: boolean;
  inputRef: React.RefObject<HTMLInputElement | null>;
}

/**
 * A text that may hold `{{…}}`: names are offered in it while typing and on Ctrl+Space, mistakes are underlined. It is a plain
 * input, so that it works on every keyboard, also that of a phone.
 */
export function ExpressionInput({
  value,
  onValueChange,
  names,
  marks = [],
  options,
  emptyText,
  onFixFirst,
  bare = false,
  inputRef,
  onKeyDown,
  onBlur,
  onFocus,
  ...props
}: ExpressionInputProps) {
  const listId = useId();
  const [place, setPlace] = useState<ExpressionPlace>();
  const [typed, setTyped] = useState(false);
  const [active, setActive] = useState(0);

  const look = (how: 'typed' | 'asked' | 'clicked') => {
    const input = inputRef.current;
    if (!input) return;
    const next = placeAt(input.value, input.selectionStart ?? input.value.length);
    const isInside = next.where !== 'outside';
    const opens = isInside ? how !== 'clicked' : how === 'asked' || options !== undefined;
    setTyped(how === 'typed');
    setPlace(opens ? next : undefined);
    setActive(isInside || (how === 'asked' && !options) ? 0 : -1);
  };
  const close = () => setPlace(undefined);

  const takeName = (name: ExpressionName, at: ExpressionPlace) => {
    const input = inputRef.current;
    if (!input) return;
    editInput(input, insertName(name, at, input.value));
    const next = placeAt(input.value, input.selectionStart ?? 0);
    // After a helper its arguments come; after a variable nothing needs to.
    setPlace(name.kind === 'helper' && next.where !== 'outside' ? next : undefined);
    setActive(0);
  };
  const choices = place ? toChoices({ place, value, names, options, typed, takeName, onValueChange, close }) : [];
  const saysEmpty = place?.where === 'outside' && options?.length === 0 && emptyText !== undefined && !typed;
  const isOpen = place !== undefined && (choices.length > 0 || saysEmpty);

  const handleKey = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isMod = event.ctrlKey || event.metaKey;
    if (event.nativeEvent.isComposing) return;
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      look('asked');
    } else if (event.key === '.' && isMod && onFixFirst) {
      event.preventDefault();
      onFixFirst();
    } else if (step && isOpen) {
      event.preventDefault();
      setActive((index) => Math.max(0, Math.min(choices.length - 1, index + step)));
    } else if (step === 1 && options) {
      event.preventDefault();
      look('asked');
      setActive(0);
    } else if (event.key === 'Enter' && isOpen && choices[active]) {
      event.preventDefault();
      choices[active].onTake();
      return;
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
    if (!event.defaultPrevented) onKeyDown?.(event);
  };

  return (
    <Popover.Root open={isOpen} onOpenChange={(next) => !next && close()}>
      <Popover.Anchor asChild>
        <span className={cx('relative block min-w-0', bare && 'flex-1')}>
          <input
            {...props}
            ref={inputRef}
            type="text"
            role="combobox"
            aria-expanded={isOpen}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={isOpen && active >= 0 ? `${listId}-${active}` : undefined}
            autoComplete="off"
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            value={value}
            className={cx(
              'w-full min-w-0',
              bare ? 'h-6 bg-transparent px-1.5 outline-none' : 'control h-8 px-2.5 pointer-coarse:h-10',
            )}
            onChange={(event) => {
              onValueChange(event.target.value);
              look('typed');
            }}
            onClick={() => look('clicked')}
            onFocus={(event) => {
              setTyped(false);
              onFocus?.(event);
            }}
            onKeyDown={handleKey}
            onBlur={(event) => {
              close();
              onBlur?.(event);
            }}
          />
          {marks.length > 0 && <Underlines input={inputRef} text={value} marks={marks} bare={bare} />}
        </span>
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          role="presentation"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onPointerDown={(event) => event.preventDefault()}
          className="animate-pop z-50 w-(--radix-popover-trigger-width) min-w-[min(22rem,calc(100vw-1rem))] max-w-lg rounded-lg border bg-raised p-1 shadow-pop"
        >
          <ChoiceList id={listId} label="Suggestions" choices={choices} active={active} emptyText={emptyText} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface ChoiceSource extends Pick<ExpressionInputProps, 'value' | 'names' | 'options' | 'onValueChange'> {
  place: ExpressionPlace;
  typed: boolean;
  takeName: (name: ExpressionName, at: ExpressionPlace) => void;
  close: () => void;
}

function toChoices({ place, value, names, options, typed, takeName, onValueChange, close }: ChoiceSource): Choice[] {
  if (place.where !== 'outside' || !options) {
    return offerNames(names, place).map((item) => ({
      key: item.name,
      content: <NameContent {...item} />,
      onTake: () => takeName(item, place),
    }));
  }
  const needle = value.trim().toLowerCase();
  const fits = options.filter((option) => !typed || option.value.toLowerCase().includes(needle));
  return fits.map((option) => ({
    key: option.value,
    content: <OptionContent {...option} />,
    onTake: () => {
      onValueChange(option.value);
      close();
    },
  }));
}

function OptionContent({ value, hint }: ComboboxOption): ReactNode {
  return (
    <span className="flex min-w-0 items-baseline gap-3">
      <span className="min-w-0 flex-1 truncate">{value}</span>
      {hint && <span className="tabular max-w-1/2 shrink-0 truncate text-faint text-xs">{hint}</span>}
    </span>
  );
}

interface UnderlinesProps {
  input: React.RefObject<HTMLInputElement | null>;
  text: string;
  marks: readonly ExpressionMark[];
  bare: boolean;
}

/** The same text once more, unseen, over the field: only its underlines show. It follows as the field scrolls. */
function Underlines({ input, text, marks, bare }: UnderlinesProps) {
  const follow = (element: HTMLSpanElement | null) => {
    const field = input.current;
    if (!element || !field) return;
    const move = () => {
      element.style.transform = `translateX(${-field.scrollLeft}px)`;
    };
    move();
    field.addEventListener('scroll', move);
    return () => field.removeEventListener('scroll', move);
  };
  return (
    <span
      aria-hidden
      className={cx(
        'pointer-events-none absolute inset-y-0 flex items-center overflow-hidden whitespace-pre text-transparent [@media(max-width:640px)]:text-[16px]',
        bare ? 'inset-x-1.5' : 'inset-x-[calc(0.625rem+1px)]',
      )}
    >
      <span ref={follow}>
        <MarkedText text={text} marks={marks} />
      </span>
    </span>
  );
}
