'use client';

import { useController } from 'react-hook-form';
import { FieldFrame, type FieldProps, useField } from '@/components/form/field';
import { Combobox, type ComboboxOption } from '@/components/ui/combobox';

interface ComboboxFieldProps extends FieldProps {
  options: readonly ComboboxOption[];
  placeholder?: string;
  emptyText?: string;
  readOnly?: boolean;
}

/** A text with suggestions; any text may stay. */
export function ComboboxField({ name, label, hint, optional, className, readOnly, ...combobox }: ComboboxFieldProps) {
  const { field } = useController({ name });
  const { id, error, disabled, controlProps } = useField(name);
  return (
    <FieldFrame id={id} label={label} hint={hint} optional={optional} error={error} className={className}>
      <Combobox
        {...controlProps}
        {...combobox}
        ref={field.ref}
        value={typeof field.value === 'string' ? field.value : ''}
        onValueChange={field.onChange}
        onBlur={field.onBlur}
        disabled={disabled || readOnly}
      />
    </FieldFrame>
  );
}
