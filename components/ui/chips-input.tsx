'use client';

import { X } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react';
import { cx } from '@/components/ui/cx';
import { splitChips } from '@/components/ui/split-chips';

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
}

/** A list of short texts. Enter or a comma adds, Backspace in the empty field removes the last, a click edits. */
export function ChipsInput({ value, onValueChange, onBlur, placeholder, invalid, ...input }: ChipsInputProps) {
  const field = useRef<HTMLInputElement>(null);
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
          onEdit={() => edit(index)}
          onRemove={() => remove(index)}
        />
      ))}
      <input
        ref={field}
        {...input}
        type="text"
        autoComplete="off"
        spellCheck={false}
        className="h-6 min-w-12 flex-1 bg-transparent px-1.5 outline-none"
        value={draft}
        placeholder={value.length === 0 ? placeholder : undefined}
        onChange={(event) => {
          const { done, rest } = splitChips(event.target.value);
          add(done, rest);
        }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => {
          addAll(draft);
          onBlur?.();
        }}
      />
    </div>
  );
}

interface ChipProps {
  text: string;
  invalid: boolean;
  onEdit: () => void;
  onRemove: () => void;
}

function Chip({ text, invalid, onEdit, onRemove }: ChipProps) {
  const tone = invalid
    ? 'bg-danger-soft text-danger'
    : text.includes('{{')
      ? 'bg-accent-soft font-mono text-accent-text text-xs'
      : 'bg-quiet-soft';
  return (
    <span className={cx('inline-flex h-6 max-w-full items-center rounded-sm', tone)}>
      <button type="button" className="min-w-0 truncate rounded-sm pl-1.5" aria-label={`Edit ${text}`} onClick={onEdit}>
        {text}
      </button>
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
