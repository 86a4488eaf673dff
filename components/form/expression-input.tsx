'use client';

import { Popover } from 'radix-ui';
import { type ComponentProps, type KeyboardEvent, type RefObject, useId } from 'react';
import type { ExpressionName } from '@/components/form/expression-names';
import { ChoiceList } from '@/components/form/name-list';
import { Underlines } from '@/components/form/underlines';
import { useSuggestions } from '@/components/form/use-suggestions';
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
  inputRef: RefObject<HTMLInputElement | null>;
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
  ...props
}: ExpressionInputProps) {
  const listId = useId();
  const suggestions = useSuggestions({ inputRef, value, onValueChange, names, options, emptyText });
  const { isOpen, choices, active, look, close } = suggestions;

  const handleKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (onFixFirst && event.key === '.' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onFixFirst();
    } else if (!suggestions.handleKey(event)) onKeyDown?.(event);
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
