'use client';

import { useController } from 'react-hook-form';
import { FieldFrame, type FieldProps, useField } from '@/components/form/field';
import { ChipsInput } from '@/components/ui/chips-input';

/** A list of short texts, such as recipients or tags. */
export function ChipsField({
  name,
  label,
  hint,
  optional,
  className,
  placeholder,
}: FieldProps & { placeholder?: string }) {
  const { field } = useController({ name });
  const values: readonly string[] = Array.isArray(field.value) ? field.value : [];
  const { id, error, invalidItems, controlProps } = useField(name, values);
  return (
    <FieldFrame id={id} label={label} hint={hint} optional={optional} error={error} className={className}>
      <ChipsInput
        {...controlProps}
        value={values}
        onValueChange={field.onChange}
        onBlur={field.onBlur}
        invalid={invalidItems}
        placeholder={placeholder}
      />
    </FieldFrame>
  );
}
