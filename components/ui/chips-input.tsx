'use client';

import { X } from 'lucide-react';
import {
  type ClipboardEvent,
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useRef,
  useState,
} from 'react';
import { cx } from '@/components/ui/cx';
import { splitChips } from '@/components/ui/split-chips';
import { Tooltip } from '@/components/ui/tooltip';

/** How a chip differs from a plain one. */
export interface ChipLook {
  content?: ReactNode;
  tone?: 'warning' | undefined;
  /** Shown on hover and on focus. */
  tooltip?: ReactNode;
}

/** What the field in which a chip is written has to do. */
export interface ChipDraftProps {
  id?: string | undefined;
  'aria-invalid'?: boolean | undefined;
  'aria-describedby'?: string | undefined;
  inputRef: RefObject<HTMLInputElement | null>;
  value: string;
  onValueChange: (text: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onPaste: (event: ClipboardEvent) => void;
  onBlur: (event: FocusEvent) => void;
  placeholder: string | undefined;
}

interface ChipsInputProps {
  id?: string;
  value: readonly string[];
  onValueChange: (value: string[]) => void;
  onBlur?: () => void;
  placeholder?: string;
  /** Indexes of chips that are wrong. */
  invalid?: ReadonlySet<number>;
  'aria-invalid'?: boolean | undefined;
  'aria-describedby'?: string | undefined;
  lookOf?: ((text: string) => ChipLook | undefined) | undefined;
  /** The field in which a chip is written; a plain one unless given. */
  renderDraft?: ((props: ChipDraftProps) => ReactNode) | undefined;
  /** Leaving the field adds what was written, except to go where this says. */
  keepsDraft?: ((to: Element | null) => boolean) | undefined;
  inputRef?: RefObject<HTMLInputElement | null> | undefined;
}

/** A list of short texts. Enter or a comma adds, Backspace in the empty field removes the last, a click edits. */
export function ChipsInput({
  value,
  onValueChange,
  onBlur,
  placeholder,
  invalid,
  lookOf,
  renderDraft = (props) => <PlainDraft {...props} />,
  keepsDraft,
  inputRef,
  ...input
}: ChipsInputProps) {
  const ownRef = useRef<HTMLInputElement>(null);
  const field = inputRef ?? ownRef;
  const [draft, setDraft] = useState('');

  const add = (items: string[], rest: string) => {
    const fresh = [...new Set(items)].filter((item) => !value.includes(item));
    if (fresh.length > 0) onValueChange([...value, ...fresh]);
    setDraft(rest);
  };
  const addAll = (text: string) => {
    const { done, rest } = splitChips(text);
    add(rest.trim() ? [...done, rest.trim()] : done, '');
  };
  const remove = (index: number) => {
    onValueChange(value.filter((_, other) => other !== index));
    field.current?.focus();
  };
  const edit = (index: number) => {
    const pending = draft.trim();
    const others = value.filter((_, other) => other !== index);
    onValueChange(pending && !others.includes(pending) ? [...others, pending] : others);
    setDraft(value[index] ?? '');
    field.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      addAll(draft);
    } else if (event.key === 'Backspace' && draft === '' && value.length > 0) {
      event.preventDefault();
      edit(value.length - 1);
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text');
    if (!/[,;\n]/.test(pasted)) return;
    event.preventDefault();
    addAll(draft + pasted);
  };

  return (
    <div className="control flex min-h-8 flex-wrap items-center gap-1 p-1 pointer-coarse:min-h-10">
      {value.map((item, index) => (
        <Chip
          key={item}
          text={item}
          invalid={invalid?.has(index) ?? false}
          look={lookOf?.(item)}
          onEdit={() => edit(index)}
          onRemove={() => remove(index)}
        />
      ))}
      {renderDraft({
        ...input,
        inputRef: field,
        value: draft,
        placeholder: value.length === 0 ? placeholder : undefined,
        onValueChange: (text) => {
          const { done, rest } = splitChips(text);
          add(done, rest);
        },
        onKeyDown,
        onPaste,
        onBlur: (event) => {
          if (!keepsDraft?.(event.relatedTarget instanceof Element ? event.relatedTarget : null)) addAll(draft);
          onBlur?.();
        },
      })}
    </div>
  );
}

function PlainDraft({ inputRef, onValueChange, ...props }: ChipDraftProps) {
  return (
    <input
      {...props}
      ref={inputRef}
      type="text"
      autoComplete="off"
      spellCheck={false}
      className="h-6 min-w-12 flex-1 bg-transparent px-1.5 outline-none"
      onChange={(event) => onValueChange(event.target.value)}
    />
  );
}

interface ChipProps {
  text: string;
  invalid: boolean;
  look: ChipLook | undefined;
  onEdit: () => void;
  onRemove: () => void;
}

function Chip({ text, invalid, look, onEdit, onRemove }: ChipProps) {
  return (
    <span className={cx('inline-flex h-6 max-w-full items-center rounded-sm', toneOf(text, invalid, look))}>
      <Tooltip content={look?.tooltip}>
        <button
          type="button"
          className="h-6 min-w-0 truncate rounded-sm pl-1.5 leading-6"
          aria-label={`Edit ${text}`}
          onClick={onEdit}
        >
          {look?.content ?? text}
        </button>
      </Tooltip>
      <button
        type="button"
        className="grid size-6 shrink-0 place-items-center rounded-sm hover:opacity-70"
        aria-label={`Remove ${text}`}
        onClick={onRemove}
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  );
}

function toneOf(text: string, invalid: boolean, look: ChipLook | undefined): string {
  if (invalid) return 'bg-danger-soft text-danger';
  if (look?.tone === 'warning') return 'bg-warning-soft font-mono text-warning text-xs';
  return text.includes('{{') ? 'bg-accent-soft font-mono text-accent-text text-xs' : 'bg-quiet-soft';
}
