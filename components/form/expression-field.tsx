'use client';

import { useRef } from 'react';
import { useController } from 'react-hook-form';
import { editInput } from '@/components/form/edit-input';
import { ExpressionInput, type ExpressionInputProps } from '@/components/form/expression-input';
import { insertName } from '@/components/form/expression-names';
import { placeAt } from '@/components/form/expression-place';
import { useChecked, useExpressionNames } from '@/components/form/expression-scope';
import { FieldFrame, type FieldProps, useField } from '@/components/form/field';
import { InsertVariable } from '@/components/form/insert-variable';
import { MarkList, type Remark } from '@/components/form/mark-list';
import type { ExpressionMark } from '@/lib/expressions/schema';

type ExpressionFieldProps = FieldProps & Pick<ExpressionInputProps, 'placeholder' | 'options' | 'emptyText'>;

/** A text of the form that may hold `{{…}}`. */
export function ExpressionField({ name, label, hint, optional, className, ...input }: ExpressionFieldProps) {
  const { field } = useController({ name });
  return (
    <ExpressionControl
      name={name}
      frame={{ label, hint, optional, className }}
      value={typeof field.value === 'string' ? field.value : ''}
      onValueChange={field.onChange}
      onBlur={field.onBlur}
      {...input}
    />
  );
}

interface ExpressionControlProps
  extends Pick<ExpressionInputProps, 'value' | 'onValueChange' | 'onBlur' | 'placeholder' | 'options' | 'emptyText'> {
  /** The field that errors are about. */
  name: string;
  frame: Omit<FieldProps, 'name'>;
  /** Further marks on exactly this value. */
  marks?: readonly ExpressionMark[];
  /** Further remarks, which cannot be mended here. */
  remarks?: readonly Remark[];
}

/** Label, input, the button that inserts, and what there is to say about the text. */
export function ExpressionControl({
  name,
  frame,
  marks: ownMarks = [],
  remarks = [],
  ...input
}: ExpressionControlProps) {
  const { id, error, disabled, controlProps } = useField(name);
  const { names, events } = useExpressionNames();
  const inputRef = useRef<HTMLInputElement>(null);
  const { value } = input;
  const checked = useChecked(value);
  const marks = [...(checked?.source === value ? checked.marks : []), ...ownMarks];
  const shown = checked && checked.source !== value ? checked.marks : marks;

  const fix = (mark: ExpressionMark, text: string) => {
    const { from, to } = mark;
    if (inputRef.current && marks.includes(mark))
      editInput(inputRef.current, { from, to, text, cursor: from + text.length });
  };
  const fixFirst = () => {
    const mark = marks.find(({ fixes }) => fixes.length > 0);
    if (mark?.fixes[0]) fix(mark, mark.fixes[0].text);
  };
  return (
    <FieldFrame
      id={id}
      {...frame}
      error={error}
      action={
        !disabled && (
          <InsertVariable
            names={names}
            events={events}
            describedBy={`${id}-label`}
            onClose={() => inputRef.current?.focus()}
            onPick={(picked) => {
              const field = inputRef.current;
              if (field)
                editInput(field, insertName(picked, placeAt(field.value, field.selectionStart ?? 0), field.value));
            }}
          />
        )
      }
    >
      <ExpressionInput
        {...input}
        {...controlProps}
        aria-describedby={`${controlProps['aria-describedby']} ${id}-marks`}
        inputRef={inputRef}
        names={names}
        marks={marks}
        disabled={disabled}
        onFixFirst={fixFirst}
      />
      <MarkList
        id={`${id}-marks`}
        remarks={[
          ...shown.map((mark) => ({
            key: `${mark.from} ${mark.message}`,
            mark,
            onFix: disabled ? undefined : (text: string) => fix(mark, text),
          })),
          ...remarks,
        ]}
      />
    </FieldFrame>
  );
}
