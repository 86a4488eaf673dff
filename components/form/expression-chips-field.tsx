'use client';

import { useRef } from 'react';
import { useController } from 'react-hook-form';
import { editInput } from '@/components/form/edit-input';
import { ExpressionInput } from '@/components/form/expression-input';
import { type ExpressionName, insertName } from '@/components/form/expression-names';
import { placeAt } from '@/components/form/expression-place';
import type { CheckedText } from '@/components/form/expression-queries';
import {
  useChecked,
  useCheckedTexts,
  useExpressionNames,
  useExpressionScope,
} from '@/components/form/expression-scope';
import { FieldFrame, type FieldProps, useField } from '@/components/form/field';
import { InsertVariable } from '@/components/form/insert-variable';
import { MarkList, type Remark } from '@/components/form/mark-list';
import { MarkedText } from '@/components/form/marked-text';
import { type ChipDraftProps, type ChipLook, ChipsInput } from '@/components/ui/chips-input';

/** A list of texts that may hold `{{…}}`, such as recipients. Each says what it gives for the event that is looked at. */
export function ExpressionChipsField({
  name,
  label,
  hint,
  optional,
  className,
  placeholder,
}: FieldProps & { placeholder?: string }) {
  const { field } = useController({ name });
  const values: readonly string[] = Array.isArray(field.value) ? field.value : [];
  const { id, error, disabled, invalidItems, controlProps } = useField(name, values);
  const { names, events } = useExpressionNames();
  const { event } = useExpressionScope();
  const checked = useCheckedTexts(values);
  const inputRef = useRef<HTMLInputElement>(null);

  const pick = (picked: ExpressionName) => {
    const input = inputRef.current;
    if (!input) return;
    const whole = picked.kind === 'variable' && input.value.trim() === '' ? `{{${picked.name}}}` : undefined;
    if (whole === undefined)
      editInput(input, insertName(picked, placeAt(input.value, input.selectionStart ?? 0), input.value));
    else if (!values.includes(whole)) field.onChange([...values, whole]);
  };
  const replace = (source: string, next: string) => {
    field.onChange([...new Set(values.map((value) => (value === source ? next : value)))]);
  };
  const remarks = values.flatMap((value) => toRemarks(checked.get(value), disabled ? undefined : replace));
  const fixFirst = () => {
    const first = remarks.find(({ mark }) => mark.fixes.length > 0);
    if (first?.mark.fixes[0]) first.onFix?.(first.mark.fixes[0].text);
  };
  return (
    <FieldFrame
      id={id}
      label={label}
      hint={hint}
      optional={optional}
      error={error}
      className={className}
      action={
        !disabled && (
          <InsertVariable
            names={names}
            events={events}
            describedBy={`${id}-label`}
            onPick={pick}
            onClose={() => inputRef.current?.focus()}
          />
        )
      }
    >
      <ChipsInput
        {...controlProps}
        aria-describedby={`${controlProps['aria-describedby']} ${id}-marks`}
        value={values}
        onValueChange={field.onChange}
        onBlur={field.onBlur}
        invalid={invalidItems}
        placeholder={placeholder}
        inputRef={inputRef}
        lookOf={(text) => lookOf(text, checked.get(text), event ? 'the event in the preview' : 'the newest event')}
        keepsDraft={(to) => to?.hasAttribute('data-insert-variable') === true}
        renderDraft={(draft) => <Draft {...draft} names={names} onFixFirst={fixFirst} />}
      />
      <MarkList id={`${id}-marks`} remarks={remarks} />
    </FieldFrame>
  );
}

function Draft({
  names,
  onFixFirst,
  ...draft
}: ChipDraftProps & { names: readonly ExpressionName[]; onFixFirst: () => void }) {
  const checked = useChecked(draft.value);
  // What is still being written has no end yet: only its paths are worth a remark.
  const marks = checked?.source === draft.value ? checked.marks.filter(({ kind }) => kind !== 'syntax') : [];
  return <ExpressionInput {...draft} bare names={names} marks={marks} onFixFirst={onFixFirst} />;
}

function toRemarks(checked: CheckedText | undefined, replace?: (source: string, next: string) => void): Remark[] {
  if (!checked) return [];
  const { source, marks } = checked;
  return marks.map((mark) => ({
    key: `${source} ${mark.from} ${mark.message}`,
    mark,
    onFix: replace && ((text) => replace(source, source.slice(0, mark.from) + text + source.slice(mark.to))),
  }));
}

function lookOf(text: string, checked: CheckedText | undefined, which: string): ChipLook | undefined {
  if (!checked) return undefined;
  const { marks, example } = checked;
  const isWrong = marks.some(({ severity }) => severity !== 'info');
  return {
    content: <MarkedText text={text} marks={marks} />,
    tone: isWrong ? 'warning' : undefined,
    tooltip: example ? (
      <>
        <code className="wrap-anywhere font-mono">{example}</code> for {which}
      </>
    ) : (
      `Gives nothing for ${which}`
    ),
  };
}
