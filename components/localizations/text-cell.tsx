'use client';

import { TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, memo, useId, useRef, useState } from 'react';
import { comparePlaceholders } from '@/components/localizations/placeholders';
import type { Direction } from '@/components/localizations/table-state';
import { Badge } from '@/components/ui/badge';
import { cx } from '@/components/ui/cx';
import { TEXT_MAX_LENGTH } from '@/lib/localizations/constants';

const SHOWN_CHARS = 400;

interface TextCellProps {
  /** `row-column`, for finding it again. */
  place: string;
  localizationKey: string;
  language: string;
  text: string | null;
  /** The EN text, whose places the others must have. */
  english: string;
  isEditable: boolean;
  /** Takes the focus when Tab leads into the table. */
  isActive: boolean;
  /** What the editor begins with; undefined: it is not edited. */
  draft: string | undefined;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onEdit: () => void;
  onCancel: () => void;
  /** null takes the text away. With a direction, the focus moves on. */
  onSave: (text: string | null, direction?: Direction) => void;
  /** The focus comes back to the cell itself. */
  onStay: () => void;
}

/** One text: a button that shows it, or the field that it is written in. */
export function TextCell(props: TextCellProps) {
  const { draft, place, localizationKey, language, text, english, isEditable, isActive } = props;
  if (draft !== undefined) {
    return (
      <td className="min-w-52 p-1 align-top">
        <CellEditor {...props} draft={draft} label={`${language} text of ${localizationKey}`} />
      </td>
    );
  }
  const warning = text === null || language === 'EN' ? undefined : comparePlaceholders(english, text);
  return (
    <td className="h-px min-w-52 p-0 align-top">
      <button
        type="button"
        data-cell={place}
        tabIndex={isActive ? 0 : -1}
        aria-label={`${language} text of ${localizationKey}: ${text === null ? 'missing' : text.slice(0, SHOWN_CHARS)} ${warning ?? ''}`}
        aria-disabled={!isEditable || undefined}
        onFocus={props.onFocus}
        onClick={() => isEditable && props.onEdit()}
        onKeyDown={(event) => {
          if (event.key === 'F2' && isEditable) props.onEdit();
          else props.onKeyDown(event);
        }}
        className={cx(
          'flex h-full min-h-12 w-full flex-col items-start px-3 py-2 text-left outline-offset-[-2px]',
          isEditable ? 'hover:bg-hover' : 'cursor-default!',
        )}
      >
        <CellText text={text} warning={warning} />
      </button>
    </td>
  );
}

const CellText = memo(function CellText({ text, warning }: { text: string | null; warning: string | undefined }) {
  if (text === null) return <Badge tone="warning">missing</Badge>;
  return (
    <>
      <span className="wrap-anywhere line-clamp-3 whitespace-pre-wrap">{text.slice(0, SHOWN_CHARS)}</span>
      {warning && (
        <span className="mt-1 flex items-start gap-1 text-warning text-xs">
          <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
          <span className="wrap-anywhere">{warning}</span>
        </span>
      )}
    </>
  );
});

interface CellEditorProps extends Omit<TextCellProps, 'draft'> {
  draft: string;
  label: string;
}

function CellEditor({ draft, label, language, english, onSave, onCancel, onStay }: CellEditorProps) {
  const id = useId();
  const [value, setValue] = useState(draft);
  /** Set once it is decided: the field that then goes must not decide again. */
  const done = useRef(false);
  const isLacking = language === 'EN' && value === '';
  const warning = language === 'EN' || value === '' ? undefined : comparePlaceholders(english, value);
  const finish = (direction?: Direction): boolean => {
    if (isLacking || done.current) return false;
    done.current = true;
    onSave(value === '' ? null : value, direction);
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      done.current = true;
      onCancel();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      if (finish()) onStay();
    } else if (event.key === 'Tab') {
      event.preventDefault();
      finish(event.shiftKey ? 'previous' : 'next');
    }
  };
  return (
    <>
      <textarea
        // biome-ignore lint/a11y/noAutofocus: it takes the place of the cell that was just chosen
        autoFocus
        aria-label={label}
        aria-invalid={isLacking || undefined}
        aria-describedby={`${id}-note`}
        value={value}
        maxLength={TEXT_MAX_LENGTH}
        rows={Math.min(10, Math.max(2, value.split('\n').length, Math.ceil(value.length / 32)))}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => {
          if (!finish() && !done.current) onCancel();
        }}
        className="control block w-full resize-y px-2 py-1"
      />
      <p id={`${id}-note`} className={cx('px-1 pt-1 text-xs', isLacking ? 'text-danger' : 'text-faint')}>
        {isLacking
          ? 'An EN text is required: the other languages fall back on it.'
          : warning
            ? `It ${warning}.`
            : 'Enter saves, Shift+Enter breaks the line, Esc takes back'}
      </p>
    </>
  );
}
